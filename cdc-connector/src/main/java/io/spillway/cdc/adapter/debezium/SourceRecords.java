package io.spillway.cdc.adapter.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.debezium.data.Envelope;
import io.spillway.cdc.core.ChangedRow;
import io.spillway.cdc.core.RowChangeInput;
import io.spillway.cdc.core.RowOperation;
import io.spillway.cdc.core.RowOrigin;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's envelopes. Stateless but for a converter, and thread-safe. */
final class SourceRecords {
  private static final JsonConverter JSON = json();

  private SourceRecords() {}

  /** The change that a record tells of; null for heartbeats and other records without a row. */
  static @Nullable RowChangeInput change(SourceRecord record) {
    Schema schema = record.valueSchema();
    if (schema == null
        || !Envelope.isEnvelopeSchema(schema)
        || !(record.value() instanceof Struct envelope)) {
      return null;
    }
    Struct source = envelope.getStruct(Envelope.FieldName.SOURCE);
    RowOperation operation = RowOperation.of(envelope.getString(Envelope.FieldName.OPERATION));
    Struct row =
        envelope.getStruct(
            operation == RowOperation.DELETE
                ? Envelope.FieldName.BEFORE
                : Envelope.FieldName.AFTER);
    return new RowChangeInput(
        text(source, "table"), operation, new StructRow(envelope, row), origin(source));
  }

  private static RowOrigin origin(Struct source) {
    String snapshot = text(source, "snapshot");
    Object row = value(source, "row");
    return new RowOrigin(
        text(source, "name"),
        text(source, "db"),
        text(source, "gtid"),
        text(source, "file"),
        number(source, "pos"),
        row instanceof Number number ? number.intValue() : 0,
        Instant.ofEpochMilli(number(source, "ts_ms")),
        !snapshot.isEmpty() && !snapshot.equals("false"));
  }

  private static String text(Struct struct, String field) {
    Object value = value(struct, field);
    return value == null ? "" : value.toString();
  }

  private static long number(Struct struct, String field) {
    return value(struct, field) instanceof Number number ? number.longValue() : 0;
  }

  private static @Nullable Object value(Struct struct, String name) {
    Field field = struct.schema().field(name);
    return field == null ? null : struct.get(field);
  }

  private static JsonConverter json() {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", "false"), false);
    return converter;
  }

  private record StructRow(Struct envelope, @Nullable Struct row) implements ChangedRow {
    @Override
    public @Nullable Object value(String column) {
      Object value = row == null ? null : SourceRecords.value(row, column);
      return value instanceof ByteBuffer buffer ? bytes(buffer.duplicate()) : value;
    }

    @Override
    public String asJson() {
      byte[] bytes = JSON.fromConnectData("dead-letter", envelope.schema(), envelope);
      return new String(bytes, UTF_8);
    }

    private static byte[] bytes(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }
}
