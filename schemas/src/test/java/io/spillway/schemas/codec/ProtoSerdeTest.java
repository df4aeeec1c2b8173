package io.spillway.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Records that somebody wrote to harm their readers: poison, which costs its own bytes at most. */
class ProtoSerdeTest {
  private static final List<MessageLite> TYPES =
      List.of(
          OrderIntake.getDefaultInstance(),
          OrderEvent.getDefaultInstance(),
          InventoryCommand.getDefaultInstance(),
          RowChange.getDefaultInstance());
  private static final int DEEP = 100_000;

  @Test
  void groupsWithinGroupsAreRefusedBeforeTheStackEnds() {
    byte[] groups = new byte[DEEP];
    Arrays.fill(groups, (byte) (1 << 3 | 3)); // begins a group of field 1, and never ends one
    assertPoison(groups);
  }

  @Test
  void messagesWithinMessagesAreRefusedBeforeTheStackEnds() throws Exception {
    ByteString nested = ByteString.EMPTY;
    for (int depth = 0; depth < 1_000; depth++) {
      ByteString.Output out = ByteString.newOutput();
      CodedOutputStream message = CodedOutputStream.newInstance(out);
      message.writeBytes(1, nested);
      message.flush();
      nested = out.toByteString();
    }
    byte[] bytes = nested.toByteArray();
    for (MessageLite type : TYPES) {
      // Where field 1 is a text or bytes, nothing is nested for the reader.
      try {
        assertThat(ProtoSerde.of(type).parse(bytes)).isNotNull();
      } catch (SerializationException poison) {
        assertThat(poison).hasMessageContaining("not a protobuf message");
      }
    }
  }

  @Test
  void anAnnouncedLengthAllocatesNothing() {
    assertPoison(new byte[] {1 << 3 | 2, -1, -1, -1, -1, 7}); // 2 GiB
    assertPoison(new byte[] {15 << 3 | 2, -1, -1, -1, -1, 7});
    assertPoison(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});
  }

  private static void assertPoison(byte[] bytes) {
    for (MessageLite type : TYPES) {
      assertThatThrownBy(() -> ProtoSerde.of(type).parse(bytes))
          .as(type.getClass().getSimpleName())
          .isInstanceOf(SerializationException.class);
    }
  }
}
