package io.spillway.inventory.adapter.kafka;

import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.CommandParser;
import io.spillway.inventory.core.StockKey;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.RecordReader;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Reads inventory.commands.v1. Thread-safe. */
public record CommandReader(Partitioning partitioning) implements RecordReader<Arrival> {
  private static final ProtoSerde<InventoryCommand> SERDE =
      ProtoSerde.of(InventoryCommand.getDefaultInstance());

  @Override
  public Arrival read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new PoisonException("a command has no value");
    }
    Command command = parse(record.value());
    command.stock().forEach(stock -> requireOwn(stock, record.partition()));
    return new Arrival(command, CloudEvent.text(record.headers(), CloudEvent.TRACEPARENT));
  }

  private static Command parse(byte[] value) {
    try {
      return CommandParser.parse(SERDE.parse(value));
    } catch (SerializationException | IllegalArgumentException e) {
      throw new PoisonException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A SKU's row lies on one shard; from another's partition, a second row would come about. */
  private void requireOwn(StockKey stock, int partition) {
    int own = partitioning.partition(Topic.INVENTORY_COMMANDS, stock.slot());
    if (own != partition) {
      throw new PoisonException(
          "SKU '" + stock.sku() + "' belongs to partition " + own + ", not to " + partition);
    }
  }
}
