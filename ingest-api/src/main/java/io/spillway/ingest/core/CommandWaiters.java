package io.spillway.ingest.core;

import io.spillway.schemas.orders.v1.CommandResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for the answer to a command, so many at one time. Requests with the same
 * command share its next answer. Thread-safe.
 */
public final class CommandWaiters {
  private final int limit;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Key, Set<Waiter>> byCommand = new ConcurrentHashMap<>();

  public CommandWaiters(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit = " + limit + " must be positive");
    }
    this.limit = limit;
  }

  private record Key(String orderId, String commandId) {}

  /** One request's wait. To be begun before its command is sent, and to be closed once. */
  public final class Waiter implements AutoCloseable {
    private final Key key;
    private final CompletableFuture<@Nullable CommandResult> result = new CompletableFuture<>();

    private Waiter(Key key) {
      this.key = key;
    }

    /** The answer; null when there is none in time. */
    public @Nullable CommandResult await(Duration time) {
      return result.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
      waiting.decrementAndGet();
      byCommand.computeIfPresent(
          key,
          (_, waiters) -> {
            waiters.remove(this);
            return waiters.isEmpty() ? null : waiters;
          });
    }
  }

  /** Begins to wait; null when as many as may are waiting. */
  public @Nullable Waiter begin(IssuedCommand command) {
    if (waiting.incrementAndGet() > limit) {
      waiting.decrementAndGet();
      return null;
    }
    Waiter waiter = new Waiter(new Key(command.orderId().toString(), command.commandId()));
    byCommand.compute(
        waiter.key,
        (_, waiters) -> {
          Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** Hands an answer to whoever waits for it; false when nobody does. */
  public boolean answer(CommandResult result) {
    Set<Waiter> waiters = byCommand.remove(new Key(result.getOrderId(), result.getCommandId()));
    if (waiters == null) {
      return false;
    }
    waiters.forEach(waiter -> waiter.result.complete(result));
    return true;
  }

  /** How many requests wait. */
  public int waiting() {
    return waiting.get();
  }
}
