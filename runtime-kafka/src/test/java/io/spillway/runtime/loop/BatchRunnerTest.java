package io.spillway.runtime.loop;

import static io.spillway.runtime.loop.Testing.messages;
import static io.spillway.runtime.loop.Testing.partition;
import static io.spillway.runtime.loop.Testing.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.BatchHandler.RejectedRecordsException;
import io.spillway.runtime.loop.Testing.Received;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.codec.DeadLetterHeaders;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchRunnerTest {
  private final HandClock clock = new HandClock();
  private final MockProducer<byte[], byte[]> producer = Testing.producer(true);
  private final LoopMetrics metrics = new LoopMetrics(new SimpleMeterRegistry(), "test");
  private final ShardStatus status = new ShardStatus(3, clock);
  private final PartitionAssignment claim = new PartitionAssignment(partition(0));
  private final List<String> handled = new ArrayList<>();
  private final List<List<String>> calls = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private RetryPause pause =
      duration -> {
        pauses.add(duration);
        return true;
      };

  static IntStream positions() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("positions")
  void setsAsideTheOnePoisonAmongAHundred(int position) throws Exception {
    run(
        values(100),
        batch -> {
          if (messages(batch).contains("v" + position)) {
            throw new PoisonException("v" + position + " is broken");
          }
        });

    List<String> others = new ArrayList<>(values(100));
    others.remove(position);
    assertThat(handled).isEqualTo(others);
    assertThat(deadValues()).containsExactly("v" + position);
    assertThat(deadHeader(0, DeadLetterHeaders.CAUSE)).isEqualTo("v" + position + " is broken");
    // A hundred halved down to one takes seven or eight failing attempts.
    assertThat(Integer.parseInt(deadHeader(0, DeadLetterHeaders.ATTEMPTS))).isBetween(7, 8);
    assertThat(committable()).isEqualTo(100);
    assertThat(pauses).isEmpty();
  }

  @Test
  void setsAsideAllWhenAllArePoison() throws Exception {
    run(
        values(5),
        _ -> {
          throw new SQLException("too long", "22001", 1406);
        });

    assertThat(handled).isEmpty();
    assertThat(deadValues()).isEqualTo(values(5));
    assertThat(committable()).isEqualTo(5);
    assertThat(metrics.deadLettered.count()).isEqualTo(5);
  }

  @Test
  void repeatsTheSameBatchWhileTheShardIsDown() throws Exception {
    run(
        values(10),
        _ -> {
          if (calls.size() < 50) {
            assertThat(status.isFailing()).isEqualTo(calls.size() > 1);
            throw new SQLTransientConnectionException("shard3 - Connection is not available");
          }
        });

    assertThat(calls).hasSize(50).containsOnly(values(10));
    assertThat(handled).isEqualTo(values(10));
    assertThat(pauses).hasSize(49);
    assertThat(metrics.retries.count()).isEqualTo(49);
    assertThat(status.isFailing()).isFalse();
    assertThat(deadValues()).isEmpty();
  }

  @Test
  void repeatsWhatMayHaveHappened() throws Exception {
    run(
        values(10),
        _ -> {
          if (calls.size() == 1) {
            throw new OutcomeUnknownException("commit", new SQLException("gone", "08S01", 0));
          }
        });

    assertThat(calls).hasSize(2).containsOnly(values(10));
    assertThat(deadValues()).isEmpty();
  }

  @Test
  void givesAFailureNobodyKnowsItsAttemptsAndThenIsolatesIt() throws Exception {
    run(
        values(8),
        batch -> {
          if (messages(batch).contains("v5")) {
            throw new IllegalStateException("a bug");
          }
        });

    assertThat(calls.subList(0, 3)).containsOnly(values(8));
    assertThat(pauses).hasSize(2);
    assertThat(deadValues()).containsExactly("v5");
    assertThat(deadHeader(0, DeadLetterHeaders.CAUSE)).isEqualTo("IllegalStateException: a bug");
    assertThat(handled).containsExactly("v0", "v1", "v2", "v3", "v4", "v6", "v7");
  }

  @Test
  void doesNotCountAnOutageAsAttemptsAtAFailureNobodyKnows() throws Exception {
    run(
        values(2),
        _ -> {
          if (calls.size() <= 20) {
            throw new SQLTransientConnectionException("down");
          }
          if (calls.size() <= 22) {
            throw new IllegalStateException("just after the start");
          }
        });

    assertThat(handled).isEqualTo(values(2));
    assertThat(deadValues()).isEmpty();
  }

  @Test
  void setsTheUnreadableAsideInItsPlace() throws Exception {
    List<Long> offsetsSeen = new ArrayList<>();
    run(List.of("v0", "unreadable", "v2", "v3"), _ -> offsetsSeen.add(committable()));

    assertThat(calls).containsExactly(List.of("v0"), List.of("v2", "v3"));
    // Before the second call both the first record and the unreadable one count as handled.
    assertThat(offsetsSeen).containsExactly(-1L, 2L);
    assertThat(deadValues()).containsExactly("unreadable");
    assertThat(deadHeader(0, DeadLetterHeaders.CAUSE))
        .isEqualTo("SerializationException: not a message: unreadable");
  }

  @Test
  void holdsTheLineUntilTheDeadLetterIsAcknowledged() throws Exception {
    MockProducer<byte[], byte[]> deaf = Testing.producer(true);
    deaf.sendException = new TimeoutException("brokers away");
    pause =
        duration -> {
          pauses.add(duration);
          assertThat(committable()).isEqualTo(-1L);
          if (pauses.size() == 5) {
            deaf.sendException = null;
          }
          return true;
        };

    run(deaf, List.of("unreadable", "v1"), _ -> {});

    assertThat(pauses).hasSize(5);
    assertThat(deaf.history()).hasSize(1);
    assertThat(committable()).isEqualTo(2);
  }

  @Test
  void setsAsideWhatTheHandlerRejectedWithoutLookingForIt() throws Exception {
    run(
        values(5),
        _ -> {
          throw new RejectedRecordsException(Map.of(3, "too new", 1, "too old"));
        });

    assertThat(calls).containsExactly(values(5));
    assertThat(deadValues()).containsExactly("v1", "v3");
    assertThat(deadHeader(0, DeadLetterHeaders.CAUSE)).isEqualTo("too old");
    assertThat(metrics.deadLettered.count()).isEqualTo(2);
    assertThat(metrics.processed.count()).isEqualTo(3);
    assertThat(committable()).isEqualTo(5);
  }

  @Test
  void repeatsTheBatchUntilItsRejectedRecordsAreSafe() throws Exception {
    MockProducer<byte[], byte[]> deaf = Testing.producer(true);
    deaf.sendException = new TimeoutException("brokers away");
    pause =
        duration -> {
          pauses.add(duration);
          assertThat(committable()).isEqualTo(-1L);
          assertThat(metrics.processed.count()).isZero();
          deaf.sendException = null;
          return true;
        };

    run(
        deaf,
        values(3),
        _ -> {
          throw new RejectedRecordsException(Map.of(0, "no"));
        });

    assertThat(calls).hasSize(2).containsOnly(values(3));
    assertThat(deaf.history()).hasSize(1);
    assertThat(metrics.processed.count()).isEqualTo(2);
    assertThat(metrics.deadLettered.count()).isEqualTo(1);
    assertThat(status.inHand()).isZero();
  }

  @Test
  void leavesTheRestWhenTheLaneCloses() throws Exception {
    pause = _ -> false;
    run(
        values(4),
        _ -> {
          throw new SQLTransientConnectionException("down");
        });

    assertThat(calls).hasSize(1);
    assertThat(committable()).isEqualTo(-1);
    assertThat(metrics.returned.count()).isEqualTo(4);
  }

  @Test
  void repeatsOnlyWhatIsStillOurs() throws Exception {
    PartitionAssignment leaving = new PartitionAssignment(partition(1));
    pause =
        _ -> {
          leaving.revoke();
          assertThat(leaving.awaitIdle(Duration.ZERO)).isTrue();
          return true;
        };
    List<QueuedRecord> batch = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      claim.received(1, new OffsetAndMetadata(offset + 1));
      leaving.received(1, new OffsetAndMetadata(offset + 1));
      batch.add(new QueuedRecord(record(0, offset), claim));
      batch.add(new QueuedRecord(record(1, offset), leaving));
    }

    runner(
            producer,
            _ -> {
              if (calls.size() == 1) {
                throw new SQLTransientConnectionException("down");
              }
            })
        .run(batch);

    assertThat(handled).containsExactly("0@0", "0@1", "0@2");
    assertThat(leaving.uncommitted()).isEmpty();
    assertThat(metrics.returned.count()).isEqualTo(3);
  }

  private void run(List<String> values, Behaviour behaviour) throws Exception {
    run(producer, values, behaviour);
  }

  private void run(MockProducer<byte[], byte[]> to, List<String> values, Behaviour behaviour)
      throws Exception {
    List<QueuedRecord> batch = new ArrayList<>();
    for (int offset = 0; offset < values.size(); offset++) {
      claim.received(1, new OffsetAndMetadata(offset + 1));
      batch.add(new QueuedRecord(record(0, offset, values.get(offset)), claim));
    }
    runner(to, behaviour).run(batch);
  }

  private BatchRunner<Received> runner(MockProducer<byte[], byte[]> to, Behaviour behaviour) {
    return new BatchRunner<>(
        3,
        3,
        Testing.READER,
        (worker, batch) -> {
          assertThat(worker).isEqualTo(3);
          calls.add(messages(batch));
          behaviour.of(batch);
          handled.addAll(messages(batch));
        },
        new HandlerFailures(),
        Testing.deadLetters(to, clock),
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new SplittableRandom(1)),
        duration -> pause.pause(duration),
        status,
        metrics);
  }

  private interface Behaviour {
    void of(List<Received> batch) throws Exception;
  }

  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "v" + i).toList();
  }

  private long committable() {
    return claim.uncommitted().map(OffsetAndMetadata::offset).orElse(-1L);
  }

  private List<String> deadValues() {
    return producer.history().stream().map(letter -> new String(letter.value(), UTF_8)).toList();
  }

  private String deadHeader(int letter, String name) {
    return new String(producer.history().get(letter).headers().lastHeader(name).value(), UTF_8);
  }
}
