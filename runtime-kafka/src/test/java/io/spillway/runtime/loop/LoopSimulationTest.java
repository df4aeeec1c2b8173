package io.spillway.runtime.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.BatchHandler.RejectedRecordsException;
import io.spillway.runtime.loop.Testing.Received;
import io.spillway.schemas.codec.DeadLetterHeaders;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random traffic, failures and rebalances. After every step no commit has passed an unhandled
 * record, and no record was handled before the one in front of it, unless that one is kept back and
 * has another key; in the end every record is handled or set aside, and committed.
 */
class LoopSimulationTest {
  private static final int PARTITIONS = 6;
  private static final int WORKERS = 3;
  private static final int STEPS = 200;

  /** Per partition, the offsets handled or in the dead letters. */
  private final Map<Integer, BitSet> settled = new HashMap<>();

  private int lettersSeen;
  private boolean healthy;

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverPassesAnUnhandledRecord(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IntStream.range(0, PARTITIONS).forEach(partition -> settled.put(partition, new BitSet()));
    SteppedLoop[] self = new SteppedLoop[1];
    SteppedLoop loop =
        new SteppedLoop(
            Testing.definition(
                WORKERS,
                partition -> partition.partition() * WORKERS / PARTITIONS,
                (_, batch) -> handle(self[0], batch, random)),
            Testing.config(7, 12),
            PARTITIONS);
    self[0] = loop;
    loop.pause =
        _ -> {
          disturb(loop, random);
          check(loop);
          return true;
        };

    for (int step = 0; step < STEPS; step++) {
      disturb(loop, random);
      loop.work(random.nextInt(WORKERS));
      check(loop);
    }
    settle(loop);

    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertThat(firstUnsettled(loop, partition)).isEqualTo((int) loop.end(partition));
      assertThat(loop.committed(partition))
          .isEqualTo(loop.end(partition) == 0 ? -1 : loop.end(partition));
    }
    assertThat(inFlight(loop)).isZero();
  }

  private static long inFlight(SteppedLoop loop) {
    return loop.shardWorkers.stream()
        .mapToLong(worker -> worker.queue().size() + worker.inHand())
        .sum();
  }

  private void handle(SteppedLoop loop, List<Received> batch, SplittableRandom random)
      throws Exception {
    for (Received received : batch) {
      if (received.message().startsWith("poison")) {
        throw new PoisonException(received.message());
      }
    }
    Map<Integer, String> rejected = rejected(batch);
    int dice = healthy ? 99 : random.nextInt(100);
    if (dice < 25) {
      throw new SQLException("deadlock", "40001", 1213);
    }
    for (Received received : batch) {
      int partition = received.source().partition();
      int offset = (int) received.source().offset();
      if (received.message().startsWith("rejected")) {
        continue;
      }
      unsettledBut(loop, partition, batch, rejected.keySet())
          .filter(earlier -> earlier < offset)
          .forEach(earlier -> assertMayBePassed(loop, received.source(), earlier));
      settled.get(partition).set(offset);
    }
    if (dice < 35) {
      throw new OutcomeUnknownException("commit", new SQLException("gone", "08S01", 0));
    }
    if (!rejected.isEmpty()) {
      throw new RejectedRecordsException(rejected);
    }
  }

  private static void assertMayBePassed(
      SteppedLoop loop, ConsumerRecord<byte[], byte[]> record, int earlier) {
    ConsumerRecord<byte[], byte[]> passed = loop.at(record.partition(), earlier);
    assertThat(Testing.coalesceFor(passed)).as("%s before %s", earlier, record).isPositive();
    assertThat(passed.key()).as("%s before %s", earlier, record).isNotEqualTo(record.key());
  }

  /** The unsettled; what the batch's handler rejects is settled after it. */
  private IntStream unsettledBut(
      SteppedLoop loop, int partition, List<Received> batch, Set<Integer> rejected) {
    firstUnsettled(loop, partition);
    BitSet known = (BitSet) settled.get(partition).clone();
    rejected.stream()
        .map(position -> batch.get(position).source())
        .filter(source -> source.partition() == partition)
        .forEach(source -> known.set((int) source.offset()));
    return IntStream.range(0, (int) loop.end(partition)).filter(offset -> !known.get(offset));
  }

  private static Map<Integer, String> rejected(List<Received> batch) {
    return IntStream.range(0, batch.size())
        .filter(position -> batch.get(position).message().startsWith("rejected"))
        .boxed()
        .collect(Collectors.toMap(position -> position, _ -> "by name"));
  }

  private static void disturb(SteppedLoop loop, SplittableRandom random) {
    int dice = random.nextInt(20);
    if (dice < 8) {
      int partition = random.nextInt(PARTITIONS);
      String[] kinds = {
        "fine", "fine", "fine", "early", "early", "poison", "unreadable", "rejected"
      };
      for (int i = random.nextInt(12); i > 0; i--) {
        loop.produce(partition, "key" + random.nextInt(6), kinds[random.nextInt(kinds.length)]);
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
      assertThat(loop.committed(partition))
          .as("committed in partition %s", partition)
          .isLessThanOrEqualTo(firstUnsettled(loop, partition));
    }
    assertThat(loop.metrics.consumed.count())
        .isEqualTo(
            loop.metrics.processed.count()
                + loop.metrics.deadLettered.count()
                + loop.metrics.returned.count()
                + inFlight(loop));
  }

  private void settle(SteppedLoop loop) {
    healthy = true;
    loop.pause = _ -> true;
    loop.assign(
        IntStream.range(0, PARTITIONS).mapToObj(Testing::partition).collect(Collectors.toSet()));
    for (int round = 0; round < 400 && !done(loop); round++) {
      loop.poll();
      IntStream.range(0, WORKERS).forEach(loop::work);
    }
  }

  private static boolean done(SteppedLoop loop) {
    return IntStream.range(0, PARTITIONS)
        .allMatch(
            partition ->
                loop.committed(partition) == (loop.end(partition) == 0 ? -1 : loop.end(partition)));
  }

  private int firstUnsettled(SteppedLoop loop, int partition) {
    List<ProducerRecord<byte[], byte[]>> letters = loop.producer.history();
    for (; lettersSeen < letters.size(); lettersSeen++) {
      ProducerRecord<byte[], byte[]> letter = letters.get(lettersSeen);
      settled
          .get(number(letter, DeadLetterHeaders.SOURCE_PARTITION))
          .set(number(letter, DeadLetterHeaders.SOURCE_OFFSET));
    }
    return settled.get(partition).nextClearBit(0);
  }

  private static int number(ProducerRecord<byte[], byte[]> letter, String header) {
    return Integer.parseInt(new String(letter.headers().lastHeader(header).value(), UTF_8));
  }
}
