package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cdc.PublishedRows.Row;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One real MySQL server of two shards whose position, tables or binlog are not as they were. */
@OnSharedStack(
    value = {Server.KAFKA, Server.MYSQL},
    mysqlServers = 2)
class LostPositionIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final AtomicInteger UNIQUE = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private CdcStack stack;

  @SuppressWarnings("NullAway.Init")
  private Tables tables;

  @BeforeEach
  void startStack(TestStack shared) throws Exception {
    stack = new CdcStack(shared, 1, 2);
    tables = new Tables(stack.mysql);
  }

  @Test
  void lostOrUnreadablePositionIsAnAlarmAndAllRowsAreReadAgain() throws Exception {
    stack.migrate();
    try (PublishedRows orders = orders()) {
      runUntilPublished(orders, insert());

      stack.deleteTopic(Topic.CDC_OFFSETS.topicName());
      stack.createTopics();
      RoutedId missed = insert();
      try (var connector = stack.connect()) {
        Row read = orders.await(row -> row.key().equals(missed.toString()), LIMIT);
        assertThat(read.present().getSource().getSnapshot()).isTrue();
        awaitReady(connector);
        assertThat(counter(connector, "spillway.cdc.position.lost")).isEqualTo(1);
      }

      spoilPosition();
      RoutedId missedToo = insert();
      try (var connector = stack.connect()) {
        Row read = orders.await(row -> row.key().equals(missedToo.toString()), LIMIT);
        assertThat(read.present().getSource().getSnapshot()).isTrue();
        awaitReady(connector);
        assertThat(counter(connector, "spillway.cdc.position.lost")).isEqualTo(1);
        awaitPositionInBinlog(orders);
      }

      RoutedId inOrder = insert();
      try (var connector = stack.connect()) {
        Row read = orders.await(row -> row.key().equals(inOrder.toString()), LIMIT);
        assertThat(read.present().getSource().getSnapshot()).isFalse();
        assertThat(counter(connector, "spillway.cdc.resnapshots")).isZero();
      }
    }
  }

  @Test
  void shardAddedToAServerIsReadFromItsStart() throws Exception {
    stack.migrate();
    ShardAddress first = stack.mysql.shards().getFirst();
    String firstAlone = first.server() + "/" + first.schema();
    try (PublishedRows orders = orders()) {
      RoutedId known = order(0);
      RoutedId early = order(3000);
      tables.insertOrder(known, "known");
      tables.insertOrder(early, "before its shard was known");
      try (var connector = stack.connect(Map.of("spillway.mysql.shards", firstAlone))) {
        orders.await(row -> row.key().equals(known.toString()), LIMIT);
        awaitReady(connector);
        assertThat(orders.of(early.toString())).isEmpty();
        awaitPositionInBinlog(orders);
      }
      try (var connector = stack.connect()) {
        orders.await(row -> row.key().equals(early.toString()), LIMIT);
        awaitReady(connector);
        assertThat(counter(connector, "spillway.cdc.resnapshots")).isEqualTo(1);
        assertThat(counter(connector, "spillway.cdc.position.lost")).isZero();
        RoutedId late = order(3000);
        tables.insertOrder(late, "late");
        orders.await(row -> row.key().equals(late.toString()), LIMIT);
      }
    }
  }

  @Test
  void migrationOfARunningStackStopsNothing() throws Exception {
    // All tables, some without the columns that come while the connector reads them.
    stack.runMigration("V1__orders_and_stock.sql");
    stack.runMigration("V3__products.sql");
    try (PublishedRows orders = orders();
        PublishedRows stock = new PublishedRows(stack.kafka, Topic.CDC_STOCK, 8)) {
      RoutedId before = insert();
      try (var connector = stack.connect()) {
        Row old = orders.await(row -> row.key().equals(before.toString()), LIMIT);
        assertThat(old.present().getOrder().getKeptAmount()).isZero();
        assertThat(old.present().getOrder().getHistoryJson()).isEmpty();
        awaitReady(connector);

        stack.runMigration("V2__order_lifecycle.sql");
        RoutedId after = order(0);
        tables.insertOrder(after, "after");
        tables.execute(
            0,
            "UPDATE orders SET kept_amount = 120, version = 2, history ="
                + " '[{\"version\": 1, \"status\": \"RESERVING\"}]' WHERE customer_id = 'after'");
        tables.adjust("threshold", 1, RoutedId.ofAdjustment("default", "threshold", "d"));
        for (int shard = 0; shard < 2; shard++) {
          tables.execute(shard, "UPDATE stock SET low_stock_at = 7, version = version + 1");
        }

        Row kept = orders.await(row -> row.id().equals(after + "-2"), LIMIT);
        assertThat(kept.present().getOrder().getKeptAmount()).isEqualTo(120);
        assertThat(kept.present().getOrder().getHistoryJson())
            .isEqualTo("[{\"status\":\"RESERVING\",\"version\":1}]");
        Row threshold = stock.await(row -> row.id().equals("default/threshold-2"), LIMIT);
        assertThat(threshold.present().getStock().getLowStockAt()).isEqualTo(7);
        awaitReady(connector);
        assertThat(counter(connector, "spillway.cdc.engine.restarts")).isZero();
        assertThat(counter(connector, "spillway.cdc.resnapshots")).isZero();
      }
    }
  }

  @Test
  void serverThatDoesWhatIsNotCapturedAndThenRestsIsNoStall() throws Exception {
    stack.migrate();
    try (var connector = stack.connect(Map.of("spillway.cdc.progress-timeout", "5s"))) {
      awaitReady(connector);
      tables.execute(0, "CREATE TABLE elsewhere (id INT PRIMARY KEY)");
      tables.execute(0, "INSERT INTO elsewhere VALUES (1)");
      try (var transaction = tables.open(0)) {
        transaction.setAutoCommit(false);
        transaction.createStatement().execute("INSERT INTO elsewhere VALUES (2)");
        transaction.rollback();
      }
      tables.execute(0, "ANALYZE TABLE elsewhere");
      Awaitility.await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(connector.health().statuses())
                      .allSatisfy((name, status) -> assertThat(status.why()).isEmpty()));
      assertThat(counter(connector, "spillway.cdc.engine.restarts")).isZero();
    }
  }

  private void runUntilPublished(PublishedRows orders, RoutedId id) throws Exception {
    try (var connector = stack.connect()) {
      orders.await(row -> row.key().equals(id.toString()), LIMIT);
      awaitReady(connector);
      assertThat(counter(connector, "spillway.cdc.position.lost")).isZero();
    }
  }

  /**
   * Inserts a row and waits until it is published from the binlog. Until something follows the
   * snapshot, the stored position is the snapshot's own, and a restart reads all rows again.
   */
  private void awaitPositionInBinlog(PublishedRows orders) throws Exception {
    RoutedId id = insert();
    Row row = orders.await(published -> published.key().equals(id.toString()), LIMIT);
    assertThat(row.present().getSource().getSnapshot()).isFalse();
  }

  private void spoilPosition() throws Exception {
    KafkaConfig kafka = stack.kafka;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "test"))) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.CDC_OFFSETS.topicName(),
                  0,
                  bytes("[\"mysql-0\",{\"server\":\"mysql-0\"}]"),
                  bytes("no position")))
          .get();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RoutedId insert() throws Exception {
    RoutedId id = order(0);
    tables.insertOrder(id, "customer");
    return id;
  }

  /** An id on the first shard, or on the second for a slot from 2048 on. */
  private static RoutedId order(int fromSlot) {
    while (true) {
      RoutedId id =
          RoutedId.ofOrder("default", "c" + UNIQUE.incrementAndGet(), "" + System.nanoTime());
      if (id.slot() >= fromSlot && (fromSlot > 0 || id.slot() < 2048)) {
        return id;
      }
    }
  }

  private static double counter(CdcStack.Connector connector, String name) {
    return connector.metrics().get(name).counter().count();
  }

  private static void awaitReady(CdcStack.Connector connector) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(new ArrayList<>(connector.health().statuses().values()))
                    .allSatisfy(status -> assertThat(status.why()).isEmpty()));
  }

  private PublishedRows orders() {
    return new PublishedRows(stack.kafka, Topic.CDC_ORDERS, 16);
  }
}
