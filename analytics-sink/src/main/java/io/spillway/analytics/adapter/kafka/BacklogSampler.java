package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.BacklogFlow;
import io.spillway.analytics.port.BacklogUnknownException;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample of what waits every so often, on a thread of its own; more often while this
 * service catches up, so that the end of it is seen soon.
 */
public final class BacklogSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogSampler.class);

  private static final long RETENTION_EVERY_HOURS = 1;
  private static final Duration WHILE_CATCHING_UP = Duration.ofSeconds(1);

  private final BacklogFlow flow;
  private final Pace pace;
  private final Cleaner retention;
  private final Duration usual;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backlog-sampler").daemon().factory());

  /** Is told what waits before this service. */
  @FunctionalInterface
  public interface Pace {
    /**
     * After each sample.
     *
     * @return whether this service is catching up
     */
    boolean adapt(long waiting) throws IndexUnavailableException;
  }

  /** Removes what is not kept any more. */
  @FunctionalInterface
  public interface Cleaner {
    /** Every hour. */
    void clean() throws IndexUnavailableException;
  }

  private BacklogSampler(BacklogFlow flow, Pace pace, Cleaner retention, Duration usual) {
    this.flow = flow;
    this.pace = pace;
    this.retention = retention;
    this.usual = usual;
  }

  /**
   * Samples until closed.
   *
   * @param usual time between two samples; while this service catches up it is a second
   */
  public static BacklogSampler start(
      BacklogFlow flow, Pace pace, Cleaner retention, Duration usual) {
    BacklogSampler sampler = new BacklogSampler(flow, pace, retention, usual);
    sampler.sampleAfter(WHILE_CATCHING_UP);
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

  private void sampleAfter(Duration pause) {
    var _ = timer.schedule(this::sample, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sample() {
    Duration pause = usual;
    try {
      pause = pace.adapt(flow.sample()) ? WHILE_CATCHING_UP : usual;
    } catch (BacklogUnknownException | IndexUnavailableException | PoisonException e) {
      // Health tells of an outage; here a sample is missing, and the next one will do.
      LOG.debug("no sample of what waits", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!timer.isShutdown()) {
        sampleAfter(pause);
      }
    }
  }
}
