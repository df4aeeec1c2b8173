package io.spillway.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.port.DeadLetterSink;
import io.spillway.client.port.EventHandler;
import io.spillway.client.port.Sequences;
import io.spillway.client.port.TransactionalEventHandler;
import io.spillway.client.port.TransactionalSequences;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What says how events are handled, with Kafka and in tests. For one thread.
 *
 * @param <S> what is built
 * @param <B> the builder itself
 */
public abstract sealed class EventOptions<S, B extends EventOptions<S, B>>
    permits SubscriptionBuilder, TestSource.Builder {
  private OrderFilter filter = OrderFilter.all();
  private @Nullable Sequences sequences;
  private RetryPolicy retries = RetryPolicy.DEFAULT;
  private MeterRegistry metrics = Metrics.globalRegistry;

  EventOptions() {}

  /** Which events the handler gets; all when not called. */
  public B filter(OrderFilter taken) {
    filter = taken;
    return self();
  }

  /**
   * Drops events that were handled before, by order and version, and keeps in the same store which
   * events are dead letters. When not called, the handler gets events again after a restart, and a
   * restart forgets which orders have dead letters.
   */
  public B deduplicate(Sequences store) {
    sequences = store;
    return self();
  }

  /** How often a failed event is tried again; {@link RetryPolicy#DEFAULT} when not called. */
  public B retry(RetryPolicy policy) {
    retries = policy;
    return self();
  }

  /** Where metrics go; to Micrometer's global registry when not called. */
  public B metrics(MeterRegistry registry) {
    metrics = registry;
    return self();
  }

  /**
   * Hands events to a handler, at least once each. A program that ends between the handler and the
   * note of it gets the event again.
   */
  public S handle(EventHandler handler) {
    Sequences store = store();
    return build(store, registered -> EventEffect.atLeastOnce(store, handler, registered));
  }

  /**
   * Hands events to a handler that writes in the transaction that notes the event, so that the
   * effect is there exactly once.
   *
   * @throws IllegalStateException without {@link #deduplicate} with a store in a database
   */
  public S handleIn(TransactionalEventHandler handler) {
    if (!(sequences instanceof TransactionalSequences store)) {
      throw new IllegalStateException(
          "handleIn needs a store with transactions: call deduplicate(JdbcSequences.in(dataSource))"
              + " before it");
    }
    return build(store, registered -> EventEffect.inTransaction(store, handler, registered));
  }

  /** Makes the effect of events, counted in these metrics. */
  @FunctionalInterface
  interface EffectOf {
    EventEffect with(SubscriptionMetrics metrics);
  }

  abstract B self();

  abstract S build(Sequences store, EffectOf effect);

  /** The store that remembers nothing of what was handled, unless one was given. */
  private Sequences store() {
    return sequences == null ? SubscriptionWiring.forgetfulSequences() : sequences;
  }

  MeterRegistry registry() {
    return metrics;
  }

  EventPipeline pipeline(
      Sequences store,
      EffectOf effect,
      DeadLetterSink deadLetters,
      SubscriptionMetrics registered,
      LongSupplier nanos,
      RandomGenerator random) {
    return new EventPipeline(
        filter, store, effect.with(registered), retries, deadLetters, registered, nanos, random);
  }
}
