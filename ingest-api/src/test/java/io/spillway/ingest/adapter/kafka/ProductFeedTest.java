package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.ProductMetrics;
import io.spillway.ingest.adapter.caffeine.CaffeineProducts;
import io.spillway.ingest.adapter.codec.ProductMessages;
import io.spillway.ingest.adapter.memory.MemoryProductRows;
import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductFeedTest {
  private static final String TOPIC = "cdc.products.v1";
  private static final ProductKey MUG = TestProducts.MUG;
  private static final long END = 7;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final HandClock clock = new HandClock(TestProducts.AT);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MemoryProductRows rows = new MemoryProductRows();
  private final ProductFlow flow =
      new ProductFlow(
          rows,
          new CaffeineProducts(1 << 20, Duration.ofHours(1), new SimpleMeterRegistry()),
          new CaffeineProducts(1 << 20, Duration.ofHours(1), new SimpleMeterRegistry()),
          new FreshnessPolicy(
              Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1)),
          clock,
          new ProductMetrics(meters),
          Runnable::run);
  private TailingConsumer feed;

  @BeforeEach
  void start() throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      ends.put(new TopicPartition(TOPIC, i), END);
    }
    consumer.updateEndOffsets(ends);
    feed =
        TailingConsumer.start(
            "changes of products",
            () -> consumer,
            new Partitioning(1, 2, 2),
            Topic.CDC_PRODUCTS,
            Duration.ofSeconds(5),
            new ProductFeed(flow, meters));
    rows.put(TestProducts.product(MUG, 1));
    assertThat(version()).isEqualTo(1);
    assertThat(rows.finds()).isEqualTo(1);
  }

  @AfterEach
  void stop() throws Exception {
    feed.close();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void beginsAtTheEndAndHandsTheNewestOfEachProductOn() {
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(0, 7, MUG.text(), change(MUG, 2)));
          consumer.addRecord(record(0, 8, MUG.text(), change(MUG, 4)));
          consumer.addRecord(record(0, 9, MUG.text(), change(MUG, 3)));
        });

    await().until(() -> version() == 4);
    assertThat(rows.finds()).isEqualTo(1);
  }

  @Test
  void aDeletedRowAndOneThatCannotBeReadAreForgotten() {
    rows.put(TestProducts.product(MUG, 2));
    add(1, 7, MUG.text(), null);
    await().until(() -> version() == 2);

    rows.put(TestProducts.product(MUG, 3));
    add(1, 8, MUG.text(), new byte[] {1, 2, 3});
    await().until(() -> version() == 3);

    rows.put(TestProducts.product(MUG, 4));
    add(1, 9, MUG.text(), change(new ProductKey("shop", "PAN"), 9));
    await().until(() -> version() == 4);
    assertThat(meters.get("spillway.ingest.products.changes.unreadable").counter().count())
        .isEqualTo(2);
  }

  @Test
  void aRecordWithoutAProductsKeyPutsAllInDoubt() {
    rows.put(TestProducts.product(MUG, 2));
    clock.pass(Duration.ofSeconds(1));

    add(0, 7, "corrupt", new byte[] {1});

    await().until(() -> version() == 2);
  }

  @Test
  void changesThatWereDeletedBeforeTheyWereReadPutAllInDoubt() {
    rows.put(TestProducts.product(MUG, 2));
    clock.pass(Duration.ofSeconds(1));
    TopicPartition partition = new TopicPartition(TOPIC, 1);
    consumer.schedulePollTask(
        () -> {
          consumer.updateEndOffsets(Map.of(partition, 90L));
          consumer.setPollException(new OffsetOutOfRangeException(Map.of(partition, 7L)));
        });

    await().until(() -> version() == 2);
    add(1, 90, MUG.text(), change(MUG, 5));
    await().until(() -> version() == 5);
    assertThat(feed.check().why()).isEmpty();
  }

  @Test
  void anOutageIsSaidPutsAllInDoubtAndEnds() {
    rows.put(TestProducts.product(MUG, 2));
    clock.pass(Duration.ofSeconds(1));
    consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("no broker")));

    await().until(() -> feed.check().why().contains("no broker"));
    assertThat(feed.check().healthy()).isTrue();
    await().until(() -> version() == 2);
    add(0, 7, MUG.text(), change(MUG, 3));
    await().until(() -> version() == 3 && feed.check().why().isEmpty());
  }

  private long version() throws Exception {
    return flow.find(MUG).entry().version();
  }

  private byte[] change(ProductKey key, long version) {
    return RowChange.newBuilder()
        .setSource(RowSource.newBuilder().setCommittedAt(Times.timestamp(clock.instant())))
        .setProduct(ProductMessages.message(TestProducts.product(key, version)))
        .build()
        .toByteArray();
  }

  private void add(int partition, long offset, String key, byte @Nullable [] value) {
    consumer.schedulePollTask(() -> consumer.addRecord(record(partition, offset, key, value)));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(TOPIC, partition, offset, key.getBytes(UTF_8), value);
  }
}
