package io.spillway.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.testing.HandClock;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class ShardWorkerTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-11-01T00:00:00Z"));
  private final LoopMetrics metrics = new LoopMetrics(new SimpleMeterRegistry(), "test");
  private final PartitionAssignment claim = new PartitionAssignment(Testing.partition(0));
  private final List<String> handled = new ArrayList<>();
  private boolean down;

  @Test
  void whatIsBehindAFailedBatchIsNotHandledWhileTheWorkerCloses() throws Exception {
    ShardWorker<Testing.Received> worker = worker();
    worker.put(records(3));
    down = true;
    worker.drain();

    worker.work();

    assertThat(handled).isEmpty();
    assertThat(claim.uncommitted()).isEmpty();
    assertThat(worker.queue().size()).isZero();
    assertThat(metrics.returned.count()).isEqualTo(3);
  }

  @Test
  void whatWaitsIsHandledWhileTheWorkerClosesInHealth() throws Exception {
    ShardWorker<Testing.Received> worker = worker();
    worker.put(records(3));
    worker.drain();

    worker.work();

    assertThat(handled).containsExactly("v0", "v1", "v2");
    assertThat(claim.uncommitted()).contains(new OffsetAndMetadata(3));
  }

  /** One record a batch; only the first attempt finds the shard down. */
  private ShardWorker<Testing.Received> worker() {
    LoopConfig config = Testing.config(1, 100);
    ShardStatus status = new ShardStatus(0, clock);
    return new ShardWorker<>(
        config,
        status,
        Testing.READER,
        pause ->
            new BatchRunner<>(
                0,
                3,
                Testing.READER,
                (_, batch) -> {
                  if (down) {
                    down = false;
                    throw new SQLTransientConnectionException("the shard is down");
                  }
                  handled.addAll(Testing.messages(batch));
                },
                new HandlerFailures(),
                Testing.deadLetters(Testing.producer(true), clock),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1)),
                pause,
                status,
                metrics),
        clock,
        metrics);
  }

  private List<QueuedRecord> records(int count) {
    claim.received(count, new OffsetAndMetadata(count));
    return IntStream.range(0, count)
        .mapToObj(offset -> new QueuedRecord(Testing.record(0, offset, "v" + offset), claim))
        .toList();
  }
}
