package io.spillway.runtime.loop;

import static io.spillway.runtime.loop.Testing.messages;
import static io.spillway.runtime.loop.Testing.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollerTest {
  private final List<List<String>> batches = new ArrayList<>();
  private Runnable during = () -> {};
  private boolean shardZeroDown;

  private final SteppedLoop loop =
      new SteppedLoop(
          Testing.definition(
              2,
              (worker, batch) -> {
                during.run();
                if (worker == 0 && shardZeroDown) {
                  throw new SQLTransientConnectionException("down");
                }
                batches.add(messages(batch));
              }),
          Testing.config(10, 20),
          2);

  @Test
  void batchesGrowWithWhatArrivesDuringTheLastOne() {
    loop.produce(0, 1);
    loop.poll();
    during =
        () -> {
          during = () -> {};
          loop.produce(0, 7);
          loop.poll();
        };
    loop.work(0);
    loop.work(0);

    assertThat(batches)
        .containsExactly(List.of("0@0"), List.of("0@1", "0@2", "0@3", "0@4", "0@5", "0@6", "0@7"));
  }

  @Test
  void commitsWhatIsHandledAndNoMore() {
    loop.produce(0, 15);
    loop.poll();
    loop.poll();
    assertThat(loop.committed(0)).isEqualTo(-1);

    loop.work(0);
    loop.poll();
    assertThat(loop.committed(0)).isEqualTo(10);

    loop.work(0);
    loop.poll();
    assertThat(loop.committed(0)).isEqualTo(15);
  }

  @Test
  void commitsOnlySoOften() {
    loop.produce(0, 1);
    loop.poll();
    loop.work(0);
    loop.poller.pollOnce();
    assertThat(loop.committed(0)).isEqualTo(-1);

    loop.clock.pass(Duration.ofMillis(100));
    loop.poller.pollOnce();
    assertThat(loop.committed(0)).isEqualTo(1);
  }

  @Test
  void pausesAFullLaneAndResumesItBelowHalf() {
    loop.produce(0, 25);
    loop.poll();
    loop.produce(1, 1);
    loop.poll();
    assertThat(loop.consumer.paused()).containsExactly(partition(0));

    loop.work(0);
    loop.poll();
    assertThat(loop.consumer.paused()).containsExactly(partition(0));

    loop.work(0);
    loop.poll();
    assertThat(loop.consumer.paused()).isEmpty();
    loop.work(1);
    assertThat(batches.getLast()).containsExactly("1@0");
  }

  @Test
  void namesThePartitionThatWaitsBehindAShardThatIsDown() {
    Duration coalesceFor = Duration.ofSeconds(60);
    shardZeroDown = true;
    loop.produce(0, 5);
    loop.produce(1, 5);
    loop.poll();
    loop.work(1);
    loop.pause =
        _ -> {
          loop.poll();
          loop.clock.pass(coalesceFor.minusSeconds(2));
          loop.poll();
          assertThat(loop.poller.complaints(coalesceFor)).isEmpty();
          loop.clock.pass(Duration.ofSeconds(3));
          loop.poll();
          assertThat(loop.poller.complaints(coalesceFor))
              .singleElement()
              .asString()
              .startsWith(
                  "inventory.commands.v1-0 has a lag of 5 and made no progress since"
                      + " 2026-11-20T12:00:00")
              .contains(": shard 0 failing since 2026-11-20T12:00:0")
              .endsWith(": SQLTransientConnectionException: down");
          shardZeroDown = false;
          return true;
        };

    loop.work(0);
    loop.clock.pass(Duration.ofSeconds(1));
    loop.poll();
    assertThat(loop.poller.complaints(Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void progressBeginsTheWaitAnew() {
    loop.produce(0, 15);
    loop.poll();
    loop.clock.pass(Duration.ofSeconds(61));
    loop.poll();
    assertThat(loop.poller.complaints(Duration.ofSeconds(60)))
        .containsExactly(
            "inventory.commands.v1-0 has a lag of 15 and made no progress since"
                + " 2026-11-20T12:00:00.100Z");

    loop.work(0);
    loop.clock.pass(Duration.ofSeconds(1));
    loop.poll();
    assertThat(loop.poller.complaints(Duration.ofSeconds(60))).isEmpty();
    loop.clock.pass(Duration.ofSeconds(61));
    assertThat(loop.poller.complaints(Duration.ofSeconds(60)))
        .singleElement()
        .asString()
        .contains("a lag of 5");
  }

  @Test
  void aPartitionThatLeftIsNoComplaint() {
    loop.produce(0, 5);
    loop.poll();
    loop.assign(Set.of(partition(1)));
    loop.clock.pass(Duration.ofSeconds(90));
    loop.poll();

    assertThat(loop.poller.complaints(Duration.ofSeconds(60))).isEmpty();
  }

  @Test
  void oneLaneFailsAndTheOtherGoesOn() {
    shardZeroDown = true;
    loop.produce(0, 5);
    loop.produce(1, 5);
    loop.poll();
    loop.pause =
        _ -> {
          for (int round = 0; round < 3; round++) {
            loop.produce(0, 1);
            loop.produce(1, 5);
            loop.poll();
            assertThat(loop.consumer.paused()).containsExactly(partition(0));
            loop.work(1);
          }
          loop.poll();
          assertThat(loop.committed(1)).isEqualTo(loop.end(1));
          assertThat(loop.committed(0)).isEqualTo(-1);
          assertThat(loop.shardWorkers.get(0).complaint(Duration.ofSeconds(60)))
              .hasValueSatisfying(
                  why ->
                      assertThat(why)
                          .startsWith("shard 0 failing since 2026-11-20T12:")
                          .endsWith("SQLTransientConnectionException: down"));
          shardZeroDown = loop.end(1) < 40;
          return true;
        };
    loop.work(1);
    loop.work(0);
    loop.poll();
    loop.poll();

    assertThat(loop.consumer.paused()).isEmpty();
    assertThat(loop.committed(0)).isEqualTo(5);
    assertThat(loop.shardWorkers.get(0).complaint(Duration.ofSeconds(60))).isEmpty();
  }

  @Test
  void aPartitionThatJoinsAFullLaneIsPausedToo() {
    SteppedLoop single =
        new SteppedLoop(Testing.definition(1, _ -> 0, (_, _) -> {}), Testing.config(10, 20), 2);
    single.assign(Set.of(partition(0)));
    single.produce(0, 25);
    single.poll();
    single.assign(Set.of(partition(0), partition(1)));
    single.poll();

    assertThat(single.consumer.paused()).containsExactlyInAnyOrder(partition(0), partition(1));
  }

  @Test
  void aRevocationDropsWhatWaitsAndCommitsWhatIsDone() {
    loop.produce(0, 15);
    loop.poll();
    loop.work(0);
    loop.assign(Set.of(partition(1)));

    assertThat(loop.committed(0)).isEqualTo(10);
    assertThat(loop.shardWorkers.get(0).queue().size()).isZero();
    assertThat(loop.metrics.returned.count()).isEqualTo(5);
  }

  @Test
  void aLossCommitsNothing() {
    loop.produce(0, 15);
    loop.poll();
    loop.work(0);
    loop.poller.onPartitionsLost(Set.of(partition(0)));
    loop.poll();
    loop.poller.finish();

    assertThat(loop.committed(0)).isEqualTo(-1);
    assertThat(loop.shardWorkers.get(0).queue().size()).isZero();
  }

  @Test
  void aRevocationWaitsForTheBatchInFlight() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    during =
        () -> {
          inHandler.countDown();
          await(release);
        };
    loop.produce(0, 15);
    loop.poll();
    Thread worker = Thread.ofPlatform().start(() -> loop.work(0));
    await(inHandler);
    Thread rebalance = Thread.ofPlatform().start(() -> loop.assign(Set.of(partition(1))));
    while (rebalance.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    worker.join();
    rebalance.join();

    assertThat(loop.committed(0)).isEqualTo(10);
    assertThat(batches).hasSize(1);
  }

  @Test
  void finishingSitsARebalanceOutToCommit() {
    loop.produce(0, 5);
    loop.poll();
    loop.work(0);
    loop.consumer.refuseCommitsUntilPolled();
    loop.poller.finish();

    assertThat(loop.committed(0)).isEqualTo(5);
  }

  @Test
  void workLeftFromAnEarlierStayMovesNoOffset() {
    loop.produce(0, 5);
    loop.poll();
    during =
        () -> {
          during = () -> {};
          // Gone and back while the batch runs: as after a wait that was too short.
          loop.poller.onPartitionsLost(Set.of(partition(0)));
          loop.poller.onPartitionsAssigned(Set.of(partition(0)));
        };
    loop.work(0);
    loop.poll();

    assertThat(loop.committed(0)).isEqualTo(-1);
  }

  @Test
  void refusesAWorkerThatIsNone() {
    assertThatThrownBy(() -> loop.poller.onPartitionsAssigned(Set.of(partition(2))))
        .hasMessageContaining("belongs to worker 2, but the workers are 0 to 1");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
