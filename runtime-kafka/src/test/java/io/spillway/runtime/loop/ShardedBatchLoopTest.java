package io.spillway.runtime.loop;

import static io.spillway.runtime.loop.Testing.messages;
import static io.spillway.runtime.loop.Testing.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.loop.Testing.Received;
import io.spillway.runtime.testing.HandClock;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop with its threads. */
@Timeout(60)
class ShardedBatchLoopTest {
  private static final int WORKERS = 2;

  private final HandClock clock = new HandClock();
  private final MockProducer<byte[], byte[]> producer = Testing.producer(true);
  private final Map<Integer, Queue<String>> handled = new ConcurrentHashMap<>();
  private final KeepingConsumer consumer = new KeepingConsumer();
  private BatchHandler<Received> behaviour = (_, _) -> {};
  private final ShardedBatchLoop<Received> loop =
      new ShardedBatchLoop<>(
          Testing.definition(WORKERS, this::handle),
          Testing.config(10, 100),
          consumer,
          Testing.deadLetters(producer, clock),
          clock,
          new SimpleMeterRegistry(),
          new LoopLimits(
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              3));

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void handlesInOrderAndDrainsWhenClosed() {
    start(500);
    until(() -> handled(0) > 0);
    loop.close();

    // Closing drains what was polled, and commits exactly that.
    for (int worker = 0; worker < WORKERS; worker++) {
      assertThat(committed(worker)).isEqualTo(handled(worker));
      assertThat(handled.get(worker)).containsExactlyElementsOf(inOrder(worker, 500));
    }
    assertThat(consumer.closed()).isTrue();
    assertThat(loop.health().healthy()).isFalse();
    loop.close();
  }

  @Test
  void aShardThatIsDownStopsNobodyElseAndIsNamed() {
    AtomicBoolean down = new AtomicBoolean(true);
    behaviour =
        (worker, _) -> {
          if (worker == 0 && down.get()) {
            throw new SQLTransientConnectionException("shard0 is away");
          }
        };
    start(200);
    until(() -> handled(1) == 200 && !loop.health().healthy());

    assertThat(loop.health())
        .isEqualTo(
            HealthStatus.down(
                "shard 0 failing since 2026-11-20T12:00:00Z: "
                    + "SQLTransientConnectionException: shard0 is away"));
    assertThat(handled(0)).isZero();
    down.set(false);
    until(() -> handled(0) == 200 && loop.health().healthy());
  }

  @Test
  void closingDoesNotWaitForAShardThatIsDown() {
    behaviour =
        (worker, _) -> {
          if (worker == 0) {
            throw new SQLTransientConnectionException("down");
          }
        };
    start(50);
    until(() -> handled(1) == 50);
    loop.close();

    assertThat(committed(0)).isEqualTo(-1);
    assertThat(committed(1)).isEqualTo(50);
  }

  @Test
  void anUnknownOutcomeComesAgain() {
    AtomicInteger calls = new AtomicInteger();
    behaviour =
        (_, _) -> {
          if (calls.incrementAndGet() == 1) {
            throw new OutcomeUnknownException("commit", new SQLException("gone", "08S01", 0));
          }
        };
    start(5);
    until(() -> handled(0) == 5 && handled(1) == 5);
    loop.close();

    assertThat(calls.get()).isGreaterThanOrEqualTo(3);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void aLaneWithoutProgressIsNotHealthy() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    behaviour =
        (worker, _) -> {
          if (worker == 1) {
            stuck.countDown();
            release.await();
          }
        };
    start(5);
    until(() -> stuck.getCount() == 0);
    clock.pass(Duration.ofSeconds(61));

    until(() -> loop.health().why().contains("shard 1 has records but made no progress since"));
    until(
        () ->
            loop.health()
                .why()
                .contains(
                    "inventory.commands.v1-1 has a lag of 5 and made no progress since"
                        + " 2026-11-20T12:00:00Z"));
    assertThat(loop.health().why()).doesNotContain("inventory.commands.v1-0");
    release.countDown();
    until(() -> loop.health().healthy());
  }

  @Test
  void aRetriableFailureOfThePollPasses() {
    start(5);
    until(() -> handled(0) == 5);
    consumer.setPollException(new DisconnectException("broker restarts"));
    consumer.schedulePollTask(() -> consumer.addRecord(Testing.record(0, 5)));

    until(() -> handled(0) == 6);
    assertThat(loop.health().healthy()).isTrue();
  }

  @Test
  void aFatalFailureOfThePollEndsTheLoopAndTellsSo() {
    AtomicReference<String> told = new AtomicReference<>();
    // Whoever is told may close the loop at once.
    loop.onFatal(
        (why, _) -> {
          loop.close();
          told.set(why);
        });
    start(5);
    until(() -> handled(0) == 5);
    consumer.setPollException(new FencedInstanceIdException("another has our name"));

    until(() -> told.get() != null && consumer.closed());
    assertThat(told.get())
        .isEqualTo(
            "loop test: poll loop terminated: FencedInstanceIdException: another has our name");
    assertThat(loop.health()).isEqualTo(HealthStatus.down(told.get()));
    assertThat(committed(0)).isEqualTo(5);
  }

  @Test
  void anErrorInAHandlerEndsTheLoopWithoutLosingTheRecord() {
    AtomicReference<String> told = new AtomicReference<>();
    loop.onFatal((why, _) -> told.set(why));
    behaviour =
        (worker, _) -> {
          if (worker == 0) {
            throw new OutOfMemoryError("heap");
          }
        };
    start(5);

    until(() -> told.get() != null && consumer.closed());
    assertThat(told.get()).contains("worker of shard 0 failed: OutOfMemoryError: heap");
    assertThat(committed(0)).isEqualTo(-1);
    assertThat(loop.health().healthy()).isFalse();
  }

  @Test
  void startsOnce() {
    assertThat(loop.health().why()).isEqualTo("loop test is not running");
    start(0);
    assertThatThrownBy(loop::start).hasMessageContaining("started or closed before");
  }

  private void handle(int worker, List<Received> batch) throws Exception {
    behaviour.handle(worker, batch);
    handled.computeIfAbsent(worker, _ -> new ConcurrentLinkedQueue<>()).addAll(messages(batch));
  }

  /** Starts with so many records in each partition; one partition a worker. */
  private void start(int records) {
    Map<TopicPartition, Long> beginning = new HashMap<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      beginning.put(partition(worker), 0L);
    }
    consumer.updateBeginningOffsets(beginning);
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(beginning.keySet());
          for (int worker = 0; worker < WORKERS; worker++) {
            for (int offset = 0; offset < records; offset++) {
              consumer.addRecord(Testing.record(worker, offset));
            }
          }
        });
    loop.start();
  }

  private int handled(int worker) {
    Queue<String> records = handled.get(worker);
    return records == null ? 0 : records.size();
  }

  private static List<String> inOrder(int worker, int records) {
    return IntStream.range(0, records).mapToObj(offset -> worker + "@" + offset).toList();
  }

  private long committed(int worker) {
    return consumer.committed(partition(worker));
  }

  private static void until(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30)).until(condition);
  }
}
