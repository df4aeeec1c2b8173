package io.spillway.runtime.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.topics.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random traffic, failures and rebalances. After every step no commit has passed an unhandled
 * record, and no record was handled before the one in front of it; in the end every record is
 * handled or set aside, and committed.
 */
class LoopSimulationTest {
  private static final int PARTITIONS = 6;
  private static final int LANES = 3;
  private static final int STEPS = 400;

  private final Map<Integer, Set<Long>> handled = new HashMap<>();
  private boolean healthy;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverPassesAnUnhandledRecord(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IntStream.range(0, PARTITIONS).forEach(partition -> handled.put(partition, new HashSet<>()));
    SteppedLoop[] self = new SteppedLoop[1];
    SteppedLoop loop =
        new SteppedLoop(config(), PARTITIONS, (_, batch) -> handle(self[0], batch, random));
    self[0] = loop;
    loop.pause =
        _ -> {
          disturb(loop, random);
          check(loop);
          return true;
        };

    for (int step = 0; step < STEPS; step++) {
      disturb(loop, random);
      loop.work(random.nextInt(LANES));
      check(loop);
    }
    settle(loop);

    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertThat(settled(loop, partition)).hasSize((int) loop.end(partition));
      assertThat(loop.committed(partition))
          .isEqualTo(loop.end(partition) == 0 ? -1 : loop.end(partition));
    }
    assertThat(loop.metrics.consumed.count())
        .isEqualTo(
            loop.metrics.processed.count()
                + loop.metrics.deadLettered.count()
                + loop.metrics.returned.count());
  }

  private void handle(SteppedLoop loop, List<Received<String>> batch, SplittableRandom random)
      throws Exception {
    for (Received<String> received : batch) {
      if (received.message().startsWith("poison")) {
        throw new PoisonException(received.message());
      }
    }
    int dice = healthy ? 99 : random.nextInt(100);
    if (dice < 25) {
      throw new SQLException("deadlock", "40001", 1213);
    }
    for (Received<String> received : batch) {
      int partition = received.source().partition();
      for (long before = 0; before < received.source().offset(); before++) {
        assertThat(settled(loop, partition)).contains(before);
      }
      handled.get(partition).add(received.source().offset());
    }
    if (dice < 35) {
      throw new OutcomeUnknownException("commit", new SQLException("gone", "08S01", 0));
    }
  }

  private static void disturb(SteppedLoop loop, SplittableRandom random) {
    int dice = random.nextInt(20);
    if (dice < 8) {
      int partition = random.nextInt(PARTITIONS);
      String[] kinds = {"fine", "fine", "fine", "fine", "fine", "fine", "poison", "unreadable"};
      for (int i = random.nextInt(12); i > 0; i--) {
        loop.produce(partition, kinds[random.nextInt(kinds.length)]);
      }
    } else if (dice < 18) {
      loop.poll();
    } else {
      loop.assign(
          IntStream.range(0, PARTITIONS)
              .filter(_ -> random.nextInt(4) > 0)
              .mapToObj(Testing::partition)
              .collect(Collectors.toSet()));
    }
  }

  private void check(SteppedLoop loop) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Set<Long> settled = settled(loop, partition);
      for (long offset = 0; offset < loop.committed(partition); offset++) {
        assertThat(settled).as("committed in partition %s", partition).contains(offset);
      }
    }
  }

  private void settle(SteppedLoop loop) {
    healthy = true;
    loop.pause = _ -> true;
    loop.assign(
        IntStream.range(0, PARTITIONS).mapToObj(Testing::partition).collect(Collectors.toSet()));
    for (int round = 0; round < 400; round++) {
      loop.poll();
      IntStream.range(0, LANES).forEach(loop::work);
    }
    loop.poll();
  }

  /** Handled, or in the dead letters. */
  private Set<Long> settled(SteppedLoop loop, int partition) {
    Set<Long> settled = new HashSet<>(handled.get(partition));
    for (ProducerRecord<byte[], byte[]> letter : loop.producer.history()) {
      if (number(letter, DeadLetters.SOURCE_PARTITION) == partition) {
        settled.add(number(letter, DeadLetters.SOURCE_OFFSET));
      }
    }
    return settled;
  }

  private static long number(ProducerRecord<byte[], byte[]> letter, String header) {
    return Long.parseLong(new String(letter.headers().lastHeader(header).value(), UTF_8));
  }

  private static LoopConfig config() {
    return new LoopConfig(
        "simulated",
        List.of(Topic.INVENTORY_COMMANDS),
        (TopicPartition partition) -> partition.partition() * LANES / PARTITIONS,
        LANES,
        7,
        1 << 20,
        12,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(100),
        3);
  }
}
