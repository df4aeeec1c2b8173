package io.spillway.ingest.adapter.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.schemas.orders.v1.CommandResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every answer to a command to the request that waits for it. Each instance reads the whole
 * topic: whose command an answer is for is not known before.
 */
public final class CommandResultReader implements TailingConsumer.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(CommandResultReader.class);

  private final CommandWaiters waiters;
  private final Counter read;
  private final Counter unreadable;

  public CommandResultReader(CommandWaiters waiters, MeterRegistry metrics) {
    this.waiters = waiters;
    this.read =
        Counter.builder("spillway.ingest.command.results.read")
            .description("command results read, of all instances")
            .register(metrics);
    this.unreadable =
        Counter.builder("spillway.ingest.command.results.unreadable").register(metrics);
  }

  @Override
  public void take(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    records.forEach(this::hand);
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    try {
      read.increment();
      waiters.answer(CommandResult.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      unreadable.increment();
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("cannot decode a command result; skipping it");
    }
  }
}
