package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.BacklogFlow;
import io.spillway.analytics.port.BacklogUnknownException;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a sample of what waits every so often, on a thread of its own. */
public final class BacklogSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogSampler.class);

  private static final long RETENTION_EVERY_HOURS = 1;

  private final BacklogFlow flow;
  private final Pace pace;
  private final Cleaner retention;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backlog-sampler").daemon().factory());

  /** Is told what waits before this service. */
  @FunctionalInterface
  public interface Pace {
    /** After each sample. */
    void adapt(long waiting) throws IndexUnavailableException;
  }

  /** Removes what is not kept any more. */
  @FunctionalInterface
  public interface Cleaner {
    /** Every hour. */
    void clean() throws IndexUnavailableException;
  }

  private BacklogSampler(BacklogFlow flow, Pace pace, Cleaner retention) {
    this.flow = flow;
    this.pace = pace;
    this.retention = retention;
  }

  /** Samples until closed. */
  public static BacklogSampler start(
      BacklogFlow flow, Pace pace, Cleaner retention, Duration every) {
    BacklogSampler sampler = new BacklogSampler(flow, pace, retention);
    long millis = every.toMillis();
    var _ =
        sampler.timer.scheduleWithFixedDelay(
            sampler::sample, millis / 10, millis, TimeUnit.MILLISECONDS);
    var _ =
        sampler.timer.scheduleWithFixedDelay(
            sampler::clean, 0, RETENTION_EVERY_HOURS, TimeUnit.HOURS);
    return sampler;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void clean() {
    try {
      retention.clean();
    } catch (IndexUnavailableException | PoisonException e) {
      LOG.warn("months that are not kept could not be removed; again in an hour", e);
    }
  }

  private void sample() {
    try {
      pace.adapt(flow.sample());
    } catch (BacklogUnknownException | IndexUnavailableException | PoisonException e) {
      // Health tells of an outage; here a sample is missing, and the next one will do.
      LOG.debug("no sample of what waits", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
