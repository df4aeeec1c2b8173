package io.spillway.inventory.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Ledgers;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
  private static final int OWN =
      Partitioning.DEFAULT.partition(Topic.INVENTORY_COMMANDS, Ledgers.stock("A").slot());

  private final CommandReader reader = new CommandReader(Partitioning.DEFAULT);

  private static InventoryCommand reserve() {
    return InventoryCommand.newBuilder()
        .setReserve(
            ReserveLines.newBuilder()
                .setOrderId(Ledgers.order(1).toString())
                .setTenant("default")
                .addLines(ReservationLine.newBuilder().setSku("A").setQuantity(1)))
        .build();
  }

  @SuppressWarnings("NullAway") // a tombstone has a null value
  private static ConsumerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
    return new ConsumerRecord<>("inventory.commands.v1", partition, 0, new byte[0], value);
  }

  @Test
  void readsACommandWithItsTrace() {
    ConsumerRecord<byte[], byte[]> record = record(OWN, reserve().toByteArray());
    record.headers().add("traceparent", "trace".getBytes(UTF_8));

    assertThat(reader.read(record))
        .isEqualTo(
            new Arrival(
                new Command.Reserve(Ledgers.order(1), 0, List.of(Ledgers.line(0, "A", 1)), false),
                "trace"));
  }

  @Test
  void aCommandWithoutATraceIsAsGood() {
    assertThat(reader.read(record(OWN, reserve().toByteArray())).traceparent()).isNull();
  }

  @Test
  void whatIsNoCommandIsPoison() {
    byte[] invalid =
        reserve().toBuilder().setReserve(ReserveLines.getDefaultInstance()).build().toByteArray();

    assertPoison(record(OWN, null), "no value");
    assertPoison(record(OWN, new byte[] {(byte) 0xff}), "not a protobuf message");
    assertPoison(record(OWN, new byte[0]), "not set");
    assertPoison(record(OWN, invalid), "order_id");
  }

  @Test
  void aSkuOfAnotherPartitionIsPoison() {
    assertPoison(
        record((OWN + 1) % 8, reserve().toByteArray()), "SKU 'A' belongs to partition " + OWN);
  }

  private void assertPoison(ConsumerRecord<byte[], byte[]> record, String cause) {
    assertThatThrownBy(() -> reader.read(record))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining(cause);
  }
}
