package io.spillway.cdc.adapter.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Envelope;
import io.spillway.cdc.core.RowChangeInput;
import io.spillway.cdc.core.RowOperation;
import io.spillway.cdc.core.RowOrigin;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceRecordsTest {
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("row")
          .field("order_id", Schema.BYTES_SCHEMA)
          .field("slot", Schema.INT16_SCHEMA)
          .optional()
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("source")
          .field("name", Schema.STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
          .field("gtid", Schema.OPTIONAL_STRING_SCHEMA)
          .field("file", Schema.STRING_SCHEMA)
          .field("pos", Schema.INT64_SCHEMA)
          .field("row", Schema.INT32_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();
  private static final Envelope ENVELOPE =
      Envelope.defineSchema()
          .withName("m.db.orders.Envelope")
          .withRecord(ROW)
          .withSource(SOURCE)
          .build();

  @Test
  void createdRowIsTheRowAfter() {
    Struct envelope = ENVELOPE.create(row(7), source("false", "uuid:1"), Instant.EPOCH);

    RowChangeInput change = change(envelope);

    assertThat(change.table()).isEqualTo("orders");
    assertThat(change.operation()).isEqualTo(RowOperation.CREATE);
    assertThat(change.row().value("slot")).isEqualTo((short) 7);
    assertThat(change.row().value("order_id")).isEqualTo(new byte[] {1, 2});
    assertThat(change.row().value("nothing")).isNull();
    assertThat(change.origin())
        .isEqualTo(
            new RowOrigin(
                "mysql-0", "db", "uuid:1", "binlog.1", 99, 2, Instant.ofEpochMilli(1234), false));
    assertThat(change.row().asJson()).contains("\"slot\":7");
  }

  @Test
  void deletedRowIsTheRowBefore() {
    Struct envelope = ENVELOPE.delete(row(7), source(null, null), Instant.EPOCH);

    RowChangeInput change = change(envelope);

    assertThat(change.operation()).isEqualTo(RowOperation.DELETE);
    assertThat(change.row().value("slot")).isEqualTo((short) 7);
    assertThat(change.origin().gtid()).isEmpty();
  }

  @Test
  void snapshotIsTold() {
    Struct envelope = ENVELOPE.read(row(7), source("last", null), Instant.EPOCH);

    assertThat(change(envelope).operation()).isEqualTo(RowOperation.READ);
    assertThat(change(envelope).origin().snapshot()).isTrue();
  }

  @Test
  void recordsWithoutARowAreNoChange() {
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    Struct heartbeat = new Struct(schema).put("ts_ms", 1L);

    assertThat(SourceRecords.change(record(schema, heartbeat))).isNull();
    assertThat(SourceRecords.change(record(null, null))).isNull();
  }

  private static RowChangeInput change(Struct envelope) {
    return Objects.requireNonNull(SourceRecords.change(record(ENVELOPE.schema(), envelope)));
  }

  @SuppressWarnings("NullAway") // Connect's records may have no schema and no value
  private static SourceRecord record(@Nullable Schema schema, @Nullable Object value) {
    return new SourceRecord(Map.of(), Map.of(), "topic", schema, value);
  }

  private static Struct row(int slot) {
    return new Struct(ROW)
        .put("order_id", ByteBuffer.wrap(new byte[] {1, 2}))
        .put("slot", (short) slot);
  }

  private static Struct source(@Nullable String snapshot, @Nullable String gtid) {
    return new Struct(SOURCE)
        .put("name", "mysql-0")
        .put("db", "db")
        .put("table", "orders")
        .put("snapshot", snapshot)
        .put("gtid", gtid)
        .put("file", "binlog.1")
        .put("pos", 99L)
        .put("row", 2)
        .put("ts_ms", 1234L);
  }
}
