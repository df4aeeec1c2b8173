package io.spillway.inventory.adapter.kafka;

import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.CommandConflictException;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.BatchHandler;
import io.spillway.runtime.loop.Received;
import java.util.List;

/** Hands a shard's batch to the flow, and tells the loop which failures are the record's fault. */
public final class CommandHandler implements BatchHandler<Arrival> {
  private final Settling settling;

  /** Settles commands of one shard; returns when they are durable and answered. */
  @FunctionalInterface
  public interface Settling {
    /** Safe to repeat in whole or in part. */
    void settle(int shard, List<Arrival> arrivals) throws Exception;
  }

  public CommandHandler(Settling settling) {
    this.settling = settling;
  }

  @Override
  public void handle(int lane, List<Received<Arrival>> batch) throws Exception {
    try {
      settling.settle(lane, batch.stream().map(Received::message).toList());
    } catch (CommandConflictException e) {
      throw new PoisonException(String.valueOf(e.getMessage()), e);
    }
  }
}
