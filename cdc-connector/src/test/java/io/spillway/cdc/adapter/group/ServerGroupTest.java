package io.spillway.cdc.adapter.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cdc.core.Lease;
import io.spillway.cdc.port.EngineControl;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerGroupTest {
  private static final String TOPIC = "cdc.servers.v1";

  private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();
  private final RecordedEngines engines = new RecordedEngines();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Lease lease = new Lease(Duration.ofSeconds(8), nanos::get);
  private final ServerGroup group =
      new ServerGroup(
          TOPIC,
          2,
          this::consumer,
          engines,
          (why, cause) -> fatal.add(why),
          lease,
          Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    group.close();
  }

  @Test
  void assignedServersAreStartedAndRevokedOnesStopped() throws Exception {
    group.start();
    assertThat(group.health().healthy()).isFalse();

    assign(0, 1);
    engines.expect("start 0", "start 1");
    Awaitility.await().until(() -> group.health().healthy());
    assign(1);
    engines.expect("stop [0]");
  }

  @Test
  void partitionsBeyondTheServersMeanNothing() throws Exception {
    group.start();
    assign(1, 2, 3);

    engines.expect("start 1");
  }

  @Test
  void memberWithoutServersIsWell() {
    group.start();
    assign();

    Awaitility.await().until(() -> group.health().healthy());
  }

  @Test
  void failedMembershipCutsEnginesOffAndJoinsAgain() throws Exception {
    group.start();
    assign(0);
    engines.expect("start 0");

    latest().setPollException(new KafkaException("broken"));
    engines.expect("abandon [0, 1]");
    Awaitility.await().until(() -> consumers.size() == 2);
    assertThat(group.health().why()).contains("broken");
    assign(0);
    engines.expect("start 0");
    Awaitility.await().until(() -> group.health().healthy());
  }

  @Test
  void processThatStoodStillCutsItsEnginesOffAndJoinsAgain() throws Exception {
    group.start();
    assign(0);
    engines.expect("start 0");

    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(lease.isHeld()).isFalse();
    engines.expect("abandon [0, 1]");
    Awaitility.await().until(() -> consumers.size() == 2);
    assign(0);
    engines.expect("start 0");
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void memberWhoseNameWasTakenGivesUp() throws Exception {
    group.start();
    assign(0);
    engines.expect("start 0");

    latest().setPollException(new FencedInstanceIdException("taken"));
    engines.expect("abandon [0, 1]");
    Awaitility.await().until(() -> fatal.size() == 1);
    assertThat(group.health().healthy()).isFalse();
    assertThat(consumers).hasSize(1);
  }

  @Test
  void leavingStopsTheEngines() throws Exception {
    group.start();
    assign(0);
    engines.expect("start 0");

    group.close();
    assertThat(latest().closed()).isTrue();
    assertThat(engines.calls).contains("stop [0, 1]");
  }

  private void assign(int... partitions) {
    Awaitility.await().until(() -> !consumers.isEmpty() && !latest().subscription().isEmpty());
    MockConsumer<byte[], byte[]> consumer = latest();
    consumer.schedulePollTask(
        () -> {
          List<TopicPartition> assigned =
              IntStream.of(partitions).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
          consumer.rebalance(assigned);
          assigned.forEach(p -> consumer.updateBeginningOffsets(Map.of(p, 0L)));
        });
  }

  private MockConsumer<byte[], byte[]> latest() {
    return consumers.getLast();
  }

  private MockConsumer<byte[], byte[]> consumer() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumers.add(consumer);
    return consumer;
  }

  private static final class RecordedEngines implements EngineControl {
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    void expect(String... expected) throws InterruptedException {
      for (String call : expected) {
        assertThat(calls.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS))
            .isEqualTo(call);
      }
    }

    @Override
    public void start(int server) {
      calls.add("start " + server);
    }

    @Override
    public void stop(Collection<Integer> servers) {
      calls.add("stop " + servers);
    }

    @Override
    public void abandon(Collection<Integer> servers) {
      calls.add("abandon " + servers);
    }
  }
}
