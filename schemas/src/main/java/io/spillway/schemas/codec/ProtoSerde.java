package io.spillway.schemas.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf message as a Kafka value. Stateless and thread-safe; null passes through as a
 * tombstone; bytes that do not parse raise {@link SerializationException}, which is poison.
 */
public final class ProtoSerde<T extends MessageLite> implements Serde<T> {
  private final Parser<T> parser;

  private ProtoSerde(Parser<T> parser) {
    this.parser = parser;
  }

  /** A serde of the message type that {@code example} is of. */
  @SuppressWarnings("unchecked") // a message's parser yields its own type
  public static <T extends MessageLite> ProtoSerde<T> of(T example) {
    return new ProtoSerde<>((Parser<T>) example.getParserForType());
  }

  /** Parses one message; throws {@link SerializationException} on bytes that are not one. */
  public T parse(byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException("not a protobuf message of the expected type", e);
    }
  }

  @Override
  public Serializer<T> serializer() {
    return new Serializer<>() {
      @Override
      public byte @Nullable [] serialize(String topic, @Nullable T message) {
        return message == null ? null : message.toByteArray();
      }
    };
  }

  @Override
  public Deserializer<T> deserializer() {
    return new Deserializer<>() {
      @Override
      public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : parse(bytes);
      }
    };
  }
}
