package io.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.SampleOrder;
import io.spillway.client.core.UnprocessableEventException;
import io.spillway.client.port.Sequences;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * One partition on one thread, from a seed: attempts of different orders interleave at random, fail
 * at random, records are delivered twice, and the process dies between any two steps, with or
 * without the store. A failure names its seed.
 */
class SubscriptionSimulationTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(EventPipeline.class);
  private static final int SEEDS = 300;
  private static final int ORDERS = 8;
  private static final TopicPartition PARTITION = new TopicPartition("orders.events.v1", 0);

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @Test
  void withAStoreEveryEventIsHandledOnceAndInOrder() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = new Run(seed, true);
      run.toTheEnd();
      for (String order : run.versions.keySet()) {
        List<Long> handled = run.handled.getOrDefault(order, List.of());
        assertThat(handled).as("seed %s, order %s", seed, order).isSorted().doesNotHaveDuplicates();
        // What was handled is a beginning of the order's life; the rest are its dead letters.
        List<Long> all = run.versions.get(order);
        assertThat(handled)
            .as("seed %s, order %s: handled before its dead letters", seed, order)
            .isEqualTo(all.subList(0, handled.size()));
        assertThat(run.letters.getOrDefault(order, Set.of()))
            .as("seed %s, order %s: dead letters", seed, order)
            .containsAll(all.subList(handled.size(), all.size()));
      }
    }
  }

  @Test
  void withoutAStoreEventsRepeatOnlyFromWhereTheProcessDied() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = new Run(seed, false);
      run.toTheEnd();
      for (String order : run.versions.keySet()) {
        long next = 1;
        for (long version : run.handled.getOrDefault(order, List.of())) {
          assertThat(version)
              .as("seed %s, order %s: a version is skipped", seed, order)
              .isLessThanOrEqualTo(next);
          next = Math.max(next, version + 1);
        }
        assertThat(run.repeats).as("seed %s", seed).isLessThanOrEqualTo(run.mayRepeat);
        assertThat(run.handled.getOrDefault(order, List.of()))
            .as("seed %s, order %s", seed, order)
            .containsAll(run.versions.get(order));
      }
    }
  }

  /** A topic, and the lives of the processes that read it. */
  private static final class Run {
    final Map<String, List<Long>> versions = new HashMap<>();
    final Map<String, List<Long>> handled = new HashMap<>();
    final Map<String, Set<Long>> letters = new HashMap<>();

    private final SplittableRandom random;
    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private final Sequences store;
    private final Set<String> poison = new HashSet<>();
    private final SubscriptionMetrics metrics =
        new SubscriptionMetrics(new SimpleMeterRegistry(), "simulation");
    private long committed;
    private long finishedUncommitted;
    long repeats;
    long mayRepeat;

    Run(long seed, boolean withStore) {
      this.random = new SplittableRandom(seed);
      this.store = withStore ? MemorySequences.create() : MemorySequences.parkedOnly();
      List<List<OrderEvent>> lives = new ArrayList<>();
      for (int number = 0; number < ORDERS; number++) {
        SampleOrder order = SampleOrder.held("acme", number);
        List<OrderEvent> life = new ArrayList<>(List.of(order.created(), order.reserved()));
        for (int extended = random.nextInt(4); extended > 0; extended--) {
          life.add(order.holdExtended());
        }
        life.add(order.confirmed());
        life.add(order.fulfilled());
        lives.add(life);
        versions.put(order.orderId(), life.stream().map(OrderEvent::getVersion).toList());
      }
      while (!lives.isEmpty()) {
        List<OrderEvent> life = lives.get(random.nextInt(lives.size()));
        OrderEvent event = life.removeFirst();
        // Without a store a restart forgets dead letters, and with them the order.
        if (withStore && random.nextInt(20) == 0) {
          poison.add(event.getOrderId() + event.getVersion());
        }
        append(event);
        if (withStore && random.nextInt(10) == 0) {
          append(event);
        }
        if (life.isEmpty()) {
          lives.remove(life);
        }
      }
    }

    private void append(OrderEvent event) {
      byte[] key = event.getOrderId().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      topic.add(new ConsumerRecord<>(PARTITION.topic(), 0, topic.size(), key, event.toByteArray()));
    }

    void toTheEnd() {
      for (int lives = 0; committed < topic.size(); lives++) {
        assertThat(lives).as("lives until the end is reached").isLessThan(10_000);
        live();
      }
    }

    /** From the committed position until a death, or to the end. */
    private void live() {
      PartitionWork work = new PartitionWork(PARTITION);
      work.committed(committed);
      EventPipeline pipeline = pipeline();
      List<String> ready = new ArrayList<>();
      long position = committed;
      finishedUncommitted = 0;
      while (random.nextInt(60) > 0) {
        if (position < topic.size() && (ready.isEmpty() || random.nextInt(3) == 0)) {
          long to = Math.min(topic.size(), position + 1 + random.nextInt(4));
          List<EventWork> come =
              topic.subList((int) position, (int) to).stream().map(EventWork::of).toList();
          ready.addAll(work.add(come, metrics));
          position = to;
        } else if (!ready.isEmpty()) {
          step(work, pipeline, ready);
        }
        if (random.nextInt(5) == 0) {
          commit(work);
        }
        if (position == topic.size() && ready.isEmpty()) {
          commit(work);
          return;
        }
      }
      mayRepeat += finishedUncommitted + 1;
    }

    private void step(PartitionWork work, EventPipeline pipeline, List<String> ready) {
      String key = ready.remove(random.nextInt(ready.size()));
      EventWork event = java.util.Objects.requireNonNull(work.enter(key));
      try {
        if (pipeline.attempt(event) instanceof EventPipeline.Outcome.Done) {
          finishedUncommitted++;
          if (work.finish(event)) {
            ready.add(key);
          }
        } else {
          work.leave();
          ready.add(key);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void commit(PartitionWork work) {
      work.uncommitted()
          .ifPresent(
              offset -> {
                assertThat(offset).isGreaterThanOrEqualTo(committed);
                committed = offset;
                work.committed(offset);
                finishedUncommitted = Math.max(0, work.span());
              });
    }

    private EventPipeline pipeline() {
      return new EventPipeline(
          OrderFilter.all(),
          store,
          EventEffect.atLeastOnce(store, this::handle, metrics),
          RetryPolicy.DEFAULT.withAttempts(1_000).withOutage(Duration.ofDays(1)),
          (record, _, _) -> {
            if (random.nextInt(5) == 0) {
              throw new IOException("no broker");
            }
            OrderEvent event = java.util.Objects.requireNonNull(EventWork.of(record).event());
            letters
                .computeIfAbsent(event.getOrderId(), _ -> new HashSet<>())
                .add(event.getVersion());
          },
          metrics,
          System::nanoTime,
          random);
    }

    private void handle(OrderEvent event) throws IOException {
      if (random.nextInt(4) == 0) {
        throw new IOException("at random");
      }
      if (poison.contains(event.getOrderId() + event.getVersion())) {
        throw new UnprocessableEventException("poison");
      }
      List<Long> before = handled.computeIfAbsent(event.getOrderId(), _ -> new ArrayList<>());
      if (before.contains(event.getVersion())) {
        repeats++;
      }
      before.add(event.getVersion());
    }
  }
}
