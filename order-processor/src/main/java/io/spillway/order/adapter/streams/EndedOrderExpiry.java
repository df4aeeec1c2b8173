package io.spillway.order.adapter.streams;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.SagaRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Forgets orders that ended so long ago that no submission of theirs can come again. Walks through
 * the whole store, a few records a run, and rests after each round. Of one task, used by its
 * thread.
 */
final class EndedOrderExpiry {
  /** How often to run. */
  static final Duration EVERY = Duration.ofSeconds(1);

  /** Records looked at in one run; about a millisecond of work. */
  static final int MAX_RECORDS = 200;

  private static final Duration REST = Duration.ofMinutes(10);

  private final KeyValueStore<Bytes, byte[]> store;
  private final Duration keep;
  private @Nullable Bytes cursor;
  private Instant restingUntil = Instant.MIN;

  /**
   * A sweep over the store of orders.
   *
   * @param keep how long after its end an order is remembered
   */
  EndedOrderExpiry(KeyValueStore<Bytes, byte[]> store, Duration keep) {
    this.store = store;
    this.keep = keep;
  }

  /** Looks at the next few records and answers how many it forgot. */
  int run(Instant now) {
    if (now.isBefore(restingUntil)) {
      return 0;
    }
    Instant before = now.minus(keep);
    List<Bytes> old = new ArrayList<>();
    int seen = 0;
    try (KeyValueIterator<Bytes, byte[]> rest = store.range(cursor, null)) {
      for (; seen < MAX_RECORDS && rest.hasNext(); seen++) {
        KeyValue<Bytes, byte[]> next = rest.next();
        if (isOld(SagaRecordCodec.parse(next.value), before)) {
          old.add(next.key);
        }
      }
      cursor = rest.hasNext() ? rest.peekNextKey() : null;
    }
    old.forEach(store::delete);
    if (cursor == null) {
      restingUntil = now.plus(REST);
    }
    return old.size();
  }

  private static boolean isOld(SagaRecord saga, Instant before) {
    // A marker without a time was written before there were times: how old it is, is unknown.
    return OrderStatuses.isTerminal(saga.getStatus())
        && saga.hasChangedAt()
        && Times.instant(saga.getChangedAt()).isBefore(before);
  }
}
