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

  private final BacklogFlow flow;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backlog-sampler").daemon().factory());

  private BacklogSampler(BacklogFlow flow) {
    this.flow = flow;
  }

  /** Samples until closed. */
  public static BacklogSampler start(BacklogFlow flow, Duration every) {
    BacklogSampler sampler = new BacklogSampler(flow);
    long millis = every.toMillis();
    var _ =
        sampler.timer.scheduleWithFixedDelay(
            sampler::sample, millis / 10, millis, TimeUnit.MILLISECONDS);
    return sampler;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void sample() {
    try {
      flow.sample();
    } catch (BacklogUnknownException | IndexUnavailableException | PoisonException e) {
      // Health tells of an outage; here a sample is missing, and the next one will do.
      LOG.debug("no sample of what waits", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
