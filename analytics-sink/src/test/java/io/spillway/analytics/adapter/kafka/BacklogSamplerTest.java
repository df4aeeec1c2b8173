package io.spillway.analytics.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.BacklogFlow;
import io.spillway.analytics.core.backlog.StageBacklog;
import io.spillway.analytics.port.BacklogUnknownException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BacklogSamplerTest {
  private static final Duration NEVER_AGAIN = Duration.ofHours(1);

  private final BlockingQueue<Long> samples = new LinkedBlockingQueue<>();

  @Test
  void theEndOfABacklogIsSeenWithoutWaitingForTheUsualSample() throws Exception {
    BlockingQueue<Long> waiting = new LinkedBlockingQueue<>(List.of(50_000L, 30_000L, 0L, 0L));

    try (BacklogSampler _ = sampler(waiting)) {
      assertThat(samples.poll(30, TimeUnit.SECONDS)).isEqualTo(50_000);
      assertThat(samples.poll(30, TimeUnit.SECONDS)).isEqualTo(30_000);
      assertThat(samples.poll(30, TimeUnit.SECONDS)).isZero();
      assertThat(samples.poll(2, TimeUnit.SECONDS)).as("sample after the end").isNull();
    }
  }

  private BacklogSampler sampler(BlockingQueue<Long> waiting) {
    BacklogFlow flow =
        new BacklogFlow(
            () -> {
              Long next = waiting.poll();
              if (next == null) {
                throw new BacklogUnknownException("no more", new IllegalStateException());
              }
              return List.of(new StageBacklog("analytics-sink", next, Instant.EPOCH));
            },
            _ -> List.of(),
            () -> 0);
    return BacklogSampler.start(
        flow,
        rows -> {
          samples.add(rows);
          return rows > 0;
        },
        () -> {},
        NEVER_AGAIN);
  }
}
