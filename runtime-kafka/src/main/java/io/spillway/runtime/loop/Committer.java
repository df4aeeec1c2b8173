package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Commits what is handled: every so often without waiting, and at once, waiting, when partitions
 * leave. One commit is under way at a time, so a late answer cannot hide a newer offset. For the
 * poll thread only.
 */
final class Committer {
  private static final Logger log = LoggerFactory.getLogger(Committer.class);
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final CompletedOffsets offsets;
  private final long everyMillis;
  private final Clock clock;
  private long lastMillis;
  private boolean underWay;

  Committer(
      Consumer<byte[], byte[]> consumer, CompletedOffsets offsets, Duration every, Clock clock) {
    this.consumer = consumer;
    this.offsets = offsets;
    this.everyMillis = every.toMillis();
    this.clock = clock;
    this.lastMillis = clock.millis();
  }

  /** Starts a commit when it is time, and something to commit. */
  void commitWhenDue() {
    long now = clock.millis();
    // A clock set back counts as due, or commits would stop until it has caught up.
    boolean due = now - lastMillis >= everyMillis || now < lastMillis;
    if (!due || underWay) {
      return;
    }
    lastMillis = now;
    List<CompletedOffsets.Pending> pending = offsets.pending();
    if (pending.isEmpty()) {
      return;
    }
    underWay = true;
    consumer.commitAsync(
        CompletedOffsets.offsets(pending),
        (_, failure) -> {
          underWay = false;
          if (failure == null) {
            CompletedOffsets.committed(pending);
          } else {
            // Nothing is lost: the next commit carries these offsets or later ones. While a
            // cooperative rebalance is under way, every one is refused; that is no news.
            log.atLevel(failure instanceof RebalanceInProgressException ? Level.DEBUG : Level.WARN)
                .addKeyValue("cause", failure.toString())
                .log("Offset commit failed; retrying");
          }
        });
  }

  /**
   * Commits now and waits; false while a rebalance forbids it. Another failure is logged, not
   * thrown: the records come again, to this consumer or the next, and handling is idempotent.
   */
  boolean commitNow() {
    List<CompletedOffsets.Pending> pending = offsets.pending();
    if (pending.isEmpty()) {
      return true;
    }
    try {
      consumer.commitSync(CompletedOffsets.offsets(pending), SYNC_TIMEOUT);
      CompletedOffsets.committed(pending);
    } catch (RebalanceInProgressException e) {
      return false;
    } catch (KafkaException e) {
      log.atWarn()
          .addKeyValue("cause", e.toString())
          .addKeyValue("partitions", pending.size())
          .log("Final offset commit failed; these records will be redelivered");
    }
    return true;
  }
}
