package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.SampleOrder;
import io.spillway.client.port.Sequences;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading, pausing, committing and giving up partitions, with the consumer's own fake. */
@Timeout(60)
class SubscriptionLoopTest {
  private static final String TOPIC = "orders.events.v1";
  private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
  private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

  /** By any owner; the fake itself tells only of those that are assigned. */
  private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
          committed.putAll(offsets);
          super.commitAsync(offsets, callback);
        }

        @Override
        public synchronized void commitSync(
            Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
          committed.putAll(offsets);
          super.commitSync(offsets, timeout);
        }
      };
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final AtomicInteger interruptions = new AtomicInteger();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SubscriptionMetrics metrics = new SubscriptionMetrics(registry, "test");
  private @Nullable EventWorkers workers;

  @AfterEach
  void end() {
    if (workers != null) {
      workers.close();
    }
  }

  @Test
  void theLowestUnfinishedRecordHoldsTheCommit() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 100, P0);
    hold("slow");
    add(P0, "a", "slow", "b", "c");

    turnUntil(loop, () -> handled.size() == 3);
    turnUntil(loop, () -> committed(P0) == 1);
    release("slow");

    turnUntil(loop, () -> committed(P0) == 4);
    assertThat(loop.inFlight()).isZero();
  }

  @Test
  void readingPausesWhenEnoughIsInFlight() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 2, P0);
    hold("a", "b");
    add(P0, "a", "b");
    turnUntil(loop, () -> loop.inFlight() == 2);

    turnUntil(loop, () -> consumer.paused().contains(P0));
    release("a", "b");

    turnUntil(loop, () -> consumer.paused().isEmpty() && handled.size() == 2);
  }

  @Test
  void neverMoreIsInFlightThanAllowed() {
    SubscriptionLimits limits =
        new SubscriptionLimits(4, 1_000, Duration.ofSeconds(1), Duration.ZERO);
    assertThat(limits.isFull(1_000 - limits.pollRecords())).isFalse();
    assertThat(limits.isFull(1_001 - limits.pollRecords())).isTrue();
    assertThat(limits.isRelieved(251)).isFalse();
    assertThat(limits.isRelieved(250)).isTrue();
    assertThat(new SubscriptionLimits(1, 1, Duration.ofSeconds(1), Duration.ZERO).isFull(0))
        .isFalse();
  }

  @Test
  void aHandlerThatThrowsAnInterruptionEndsNoWorker() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 100, P0);
    interruptions.set(3);
    add(P0, "a");

    turnUntil(loop, () -> handled.contains("a"));
  }

  @Test
  void aPartitionThatLeavesIsFinishedAndCommittedFirst() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 100, P0, P1);
    hold("slow");
    add(P0, "slow");
    turnUntil(loop, () -> begun.contains("slow"));
    Thread.ofVirtual()
        .start(
            () -> {
              sleep();
              release("slow");
            });

    consumer.rebalance(List.of(P1));

    assertThat(handled).contains("slow");
    assertThat(committed(P0)).isEqualTo(1);
  }

  @Test
  void whatRunsTooLongIsNotCommittedForTheNextOwner() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 100, P0, P1);
    hold("stuck");
    add(P0, "a", "stuck");
    turnUntil(loop, () -> handled.contains("a") && begun.contains("stuck") && loop.inFlight() == 1);

    consumer.rebalance(List.of(P1));

    assertThat(committed(P0)).isEqualTo(1);
    release("stuck");
    await().until(() -> handled.contains("stuck"));
    turnUntil(loop, () -> loop.inFlight() == 0);
    loop.finish();
    assertThat(committed(P0)).isEqualTo(1);
    assertThat(registry.get("spillway.client.dropped").counter().count()).isEqualTo(1);
  }

  @Test
  void aStopFinishesWhatRunsAndLeavesTheRest() {
    SubscriptionLoop loop = loop(MemorySequences.create(), 100, P0);
    hold("a");
    // The second of the order has not begun.
    add(P0, "a", "a");
    turnUntil(loop, () -> begun.contains("a") && loop.inFlight() == 2);
    Thread.ofVirtual()
        .start(
            () -> {
              sleep();
              release("a");
            });

    loop.finish();

    assertThat(committed(P0)).isEqualTo(1);
  }

  @Test
  void partitionsWaitUntilTheStoreTellsWhatIsSetAside() {
    AtomicInteger refusals = new AtomicInteger(2);
    SubscriptionLoop loop = loop(new FlakySequences(refusals), 100, P0);
    add(P0, "a");

    loop.turn();

    assertThat(consumer.paused()).containsExactly(P0);
    assertThat(handled).isEmpty();
    turnUntil(loop, () -> handled.contains("a"));
    assertThat(refusals).hasNonPositiveValue();
  }

  private SubscriptionLoop loop(Sequences sequences, int inFlight, TopicPartition... partitions) {
    EventPipeline pipeline =
        new EventPipeline(
            OrderFilter.all(),
            sequences,
            EventEffect.atLeastOnce(sequences, this::handle, metrics),
            RetryPolicy.DEFAULT,
            (_, _, _) -> {},
            metrics,
            System::nanoTime,
            new SplittableRandom(1));
    EventWorkers started =
        new EventWorkers(
            2,
            pipeline,
            metrics,
            failure -> {
              throw new AssertionError(failure);
            });
    workers = started;
    SubscriptionLimits limits =
        new SubscriptionLimits(2, inFlight, Duration.ofMillis(1), Duration.ofMillis(500));
    SubscriptionLoop loop = new SubscriptionLoop(consumer, started, sequences, limits, metrics);
    loop.subscribe(TOPIC);
    consumer.rebalance(List.of(partitions));
    for (TopicPartition partition : partitions) {
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
    }
    return loop;
  }

  private void handle(OrderEvent event) throws InterruptedException {
    String name = event.getOrder().getCustomerId();
    if (interruptions.getAndDecrement() > 0) {
      throw new InterruptedException("of the handler's own");
    }
    begun.add(name);
    CountDownLatch gate = gates.get(name);
    if (gate != null) {
      gate.await();
    }
    handled.add(name);
  }

  /** Events of orders with these names, versions ascending. */
  private void add(TopicPartition partition, String... names) {
    long version = 1;
    OrderEvent sample = SampleOrder.of("acme", 1).created();
    for (String name : names) {
      OrderEvent event =
          sample.toBuilder()
              .setOrderId(name)
              .setVersion(version)
              .setOrder(sample.getOrder().toBuilder().setCustomerId(name))
              .build();
      consumer.addRecord(
          new ConsumerRecord<>(
              TOPIC,
              partition.partition(),
              version - 1,
              name.getBytes(UTF_8),
              event.toByteArray()));
      version++;
    }
  }

  private void hold(String... names) {
    for (String name : names) {
      gates.put(name, new CountDownLatch(1));
    }
  }

  private void release(String... names) {
    for (String name : names) {
      gates.get(name).countDown();
    }
  }

  private long committed(TopicPartition partition) {
    OffsetAndMetadata offset = committed.get(partition);
    return offset == null ? -1 : offset.offset();
  }

  private static void turnUntil(SubscriptionLoop loop, java.util.function.BooleanSupplier done) {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              loop.turn();
              return done.getAsBoolean();
            });
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A store that cannot be read at first. */
  private record FlakySequences(AtomicInteger refusals, MemorySequences memory)
      implements Sequences {
    FlakySequences(AtomicInteger refusals) {
      this(refusals, MemorySequences.create());
    }

    @Override
    public void open(String subscription) {}

    @Override
    public void refresh() throws IOException {
      if (refusals.getAndDecrement() > 0) {
        throw new IOException("no database");
      }
    }

    @Override
    public long handled(String orderId) {
      return memory.handled(orderId);
    }

    @Override
    public void handled(String orderId, long version, long offset) {
      memory.handled(orderId, version, offset);
    }

    @Override
    public SortedSet<Long> parked(String orderId) {
      return memory.parked(orderId);
    }

    @Override
    public void park(String orderId, long version, long offset) {
      memory.park(orderId, version, offset);
    }

    @Override
    public long parkedCount() {
      return memory.parkedCount();
    }
  }
}
