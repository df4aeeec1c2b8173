package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cdc.PublishedRows.Row;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The connector over two real MySQL servers of one shard each. */
@OnSharedStack(
    value = {Server.KAFKA, Server.MYSQL},
    mysqlServers = 2)
class CdcConnectorIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final AtomicInteger UNIQUE = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private static CdcStack stack;

  @SuppressWarnings("NullAway.Init")
  private static Tables tables;

  @BeforeAll
  static void startStack(TestStack shared) throws Exception {
    stack = new CdcStack(shared, 2, 1).migrate();
    tables = new Tables(stack.mysql);
  }

  @Test
  void snapshotAndStreamGiveTheSameRowsInOrderPerKey() throws Exception {
    RoutedId early = order(0);
    RoutedId earlyElsewhere = order(3000);
    tables.insertOrder(early, "snapshot");
    tables.insertOrder(earlyElsewhere, "snapshot");
    try (var connector = stack.connect();
        PublishedRows orders = orders()) {
      Row read = orders.await(row -> row.key().equals(early.toString()), LIMIT);
      orders.await(row -> row.key().equals(earlyElsewhere.toString()), LIMIT);
      awaitReady(connector);
      RoutedId late = order(0);
      tables.insertOrder(late, "snapshot");
      tables.updateOrder(late, "CONFIRMED", 2);
      tables.deleteOrder(late);
      Row inserted = orders.await(row -> row.key().equals(late.toString()), LIMIT);
      orders.await(row -> row.key().equals(late.toString()) && row.value() == null, LIMIT);

      assertThat(inserted.present().getSource().getSnapshot()).isFalse();
      assertThat(inserted.present().getSource().getGtid()).isNotEmpty();
      assertThat(inserted.partition()).isEqualTo(SlotMap.partition(late.slot(), 16));
      assertThat(withoutId(inserted)).isEqualTo(withoutId(read));
      OrderRow row = inserted.present().getOrder();
      assertThat(Times.instant(row.getPlacedAt())).isEqualTo(Tables.AT.toInstant(ZoneOffset.UTC));
      assertThat(row.getLinesJson())
          .isEqualTo("[{\"sku\":\"Größe \\\"L\\\"\",\"quantity\":3,\"unitAmount\":50}]");
      assertThat(orders.of(late.toString()))
          .extracting(Row::id)
          .satisfiesExactly(
              id -> assertThat(id).isEqualTo(late + "-1"),
              id -> assertThat(id).isEqualTo(late + "-2"),
              id -> assertThat(id).startsWith(late + "-deleted-"));
    }
  }

  @Test
  void stockAndMovementsOfBothServersArrive() throws Exception {
    try (var connector = stack.connect();
        PublishedRows stock = rows(Topic.CDC_STOCK, 8);
        PublishedRows movements = rows(Topic.CDC_STOCK_MOVEMENTS, 8)) {
      awaitReady(connector);
      for (int i = 0; i < 20; i++) {
        String sku = "A/ß 😀 " + UNIQUE.incrementAndGet();
        RoutedId ref = RoutedId.ofAdjustment("default", sku, "delivery");
        tables.adjust(sku, 1, ref);

        Row row = stock.await(r -> r.key().equals(RowKeys.stock("default", sku)), LIMIT);
        Row moved =
            movements.await(r -> r.key().equals(RowKeys.movement(ref.toString(), 0, 4)), LIMIT);
        int slot = SlotMap.stockSlot("default", sku);
        assertThat(row.partition()).isEqualTo(SlotMap.partition(slot, 8));
        assertThat(row.present().getStock().getAvailable()).isEqualTo(10);
        assertThat(moved.partition()).isEqualTo(SlotMap.partition(slot, 8));
        assertThat(moved.present().getMovement().getReference()).isEqualTo("delivery");
      }
    }
  }

  @Test
  void productsOfBothServersArrive() throws Exception {
    try (var connector = stack.connect();
        PublishedRows products = rows(Topic.CDC_PRODUCTS, 8)) {
      awaitReady(connector);
      for (int i = 0; i < 20; i++) {
        String sku = "Größe/😀 " + UNIQUE.incrementAndGet();
        tables.putProduct(sku, "Größe \"" + i + "\"", i % 2 == 0 ? null : "Kitchen");

        Row row = products.await(r -> r.key().equals(RowKeys.product("default", sku)), LIMIT);
        int slot = SlotMap.stockSlot("default", sku);
        assertThat(row.partition()).isEqualTo(SlotMap.partition(slot, 8));
        assertThat(row.id()).isEqualTo("default/" + sku + "-1");
        ProductRow product = row.present().getProduct();
        assertThat(product.getName()).isEqualTo("Größe \"" + i + "\"");
        assertThat(product.getCategory()).isEqualTo(i % 2 == 0 ? "" : "Kitchen");
        assertThat(product.getAttributesJson()).isEqualTo("{\"colour\":\"red\"}");
        assertThat(Times.instant(product.getUpdatedAt()))
            .isEqualTo(Tables.AT.toInstant(ZoneOffset.UTC));
      }
    }
  }

  @Test
  void idsThatEndInZeroBytesAreWhole() throws Exception {
    RoutedId id = new RoutedId(UUID.fromString("00200000-0000-8000-8000-000000000000"));
    try (var connector = stack.connect();
        PublishedRows orders = orders()) {
      awaitReady(connector);
      tables.insertOrder(id, "zeros");

      orders.await(row -> row.key().equals(id.toString()), LIMIT);
    }
  }

  @Test
  void nothingIsMissingAfterAStop() throws Exception {
    List<RoutedId> ids = new ArrayList<>();
    try (PublishedRows orders = orders()) {
      try (var connector = stack.connect()) {
        awaitReady(connector);
        ids.add(insert());
        orders.await(row -> row.key().equals(ids.getFirst().toString()), LIMIT);
      }
      for (int i = 0; i < 50; i++) {
        ids.add(insert());
      }
      try (var connector = stack.connect()) {
        ids.add(insert());
        for (RoutedId id : ids) {
          orders.await(row -> row.key().equals(id.toString()), LIMIT);
        }
        awaitReady(connector);
        assertThat(resnapshots(connector)).isZero();
        assertThat(orders.of(ids.get(1).toString())).hasSize(1);
      }
    }
  }

  @Test
  void unmappableRowIsSetAsideAndTheNextIsPublished() throws Exception {
    try (var connector = stack.connect();
        PublishedRows orders = orders();
        PublishedRows letters = rows(Topic.CDC_CONNECTOR_DLQ, 1)) {
      awaitReady(connector);
      tables.execute(
          0,
          "INSERT INTO orders (order_id, slot, tenant, customer_id, status, version, currency,"
              + " total_amount, line_count, `lines`, attributes, placed_at, created_at, updated_at)"
              + " VALUES (0x00, 0, 'default', 'bad', 'RESERVING', 1, 'GBP', 1, 1, '[]', '{}',"
              + " NOW(3), NOW(3), NOW(3))");
      RoutedId next = order(0);
      tables.insertOrder(next, "good");

      orders.await(row -> row.key().equals(next.toString()), LIMIT);
      Row letter = letters.await(row -> true, LIMIT);
      ShardAddress shard = stack.mysql.shards().getFirst();
      assertThat(letter.headers())
          .containsEntry("dlq-consumer", "cdc-connector")
          .containsEntry("dlq-source-topic", "mysql-0." + shard.schema() + ".orders")
          .containsKeys("dlq-source-file", "dlq-source-gtid", "dlq-at");
      assertThat(letter.headers().get("dlq-cause")).startsWith("column order_id: ");
      tables.execute(0, "DELETE FROM orders WHERE customer_id = 'bad'");
    }
  }

  @Test
  void tablesMayChangeWhileRunning() throws Exception {
    try (var connector = stack.connect();
        PublishedRows orders = orders()) {
      awaitReady(connector);
      tables.execute(0, "CREATE TABLE IF NOT EXISTS elsewhere (id INT PRIMARY KEY)");
      tables.execute(0, "ALTER TABLE orders ADD COLUMN extra INT NULL AFTER slot");
      RoutedId with = order(0);
      tables.insertOrder(with, "with");
      tables.execute(0, "ALTER TABLE orders DROP COLUMN extra");
      RoutedId without = order(0);
      tables.insertOrder(without, "without");

      orders.await(row -> row.key().equals(without.toString()), LIMIT);
      assertThat(orders.of(with.toString()))
          .singleElement()
          .satisfies(row -> assertThat(row.present().getOrder().getCustomerId()).isEqualTo("with"));
    }
  }

  @Test
  void serverThatComesBackIsReadOn() throws Exception {
    try (var connector = stack.connect();
        PublishedRows orders = orders()) {
      awaitReady(connector);
      stack.stack.kill("mysql-1");
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(connector.health().statuses().get("mysql-1").why())
                      .contains("Connection refused"));
      RoutedId other = order(0);
      tables.insertOrder(other, "half");
      orders.await(row -> row.key().equals(other.toString()), LIMIT);
      assertThat(connector.health().statuses().get("mysql-0").healthy()).isTrue();

      stack.stack.start("mysql-1");
      RoutedId back = order(3000);
      tables.insertOrder(back, "back");
      orders.await(row -> row.key().equals(back.toString()), LIMIT);
      awaitReady(connector);
      assertThat(resnapshots(connector)).isZero();
    }
  }

  @Test
  void rowsWaitForKafkaToComeBack() throws Exception {
    try (var connector = stack.connect();
        PublishedRows orders = orders()) {
      awaitReady(connector);
      stack.stack.kill("kafka-0");
      List<RoutedId> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(insert());
      }
      stack.stack.start("kafka-0");
      for (RoutedId id : ids) {
        orders.await(row -> row.key().equals(id.toString()), LIMIT);
      }
      awaitReady(connector);
      assertThat(resnapshots(connector)).isZero();
    }
  }

  @Test
  void serversAreSharedOutAndTakenOver() throws Exception {
    try (PublishedRows orders = orders();
        var second = stack.connect()) {
      try (var first = stack.connect()) {
        Awaitility.await().atMost(LIMIT).until(() -> engines(first) == 1 && engines(second) == 1);
        RoutedId here = order(0);
        RoutedId there = order(3000);
        tables.insertOrder(here, "shared");
        tables.insertOrder(there, "shared");
        orders.await(row -> row.key().equals(here.toString()), LIMIT);
        orders.await(row -> row.key().equals(there.toString()), LIMIT);
        awaitReady(first);
      }
      RoutedId here = order(0);
      RoutedId there = order(3000);
      tables.insertOrder(here, "taken over");
      tables.insertOrder(there, "taken over");
      orders.await(row -> row.key().equals(here.toString()), LIMIT);
      orders.await(row -> row.key().equals(there.toString()), LIMIT);
      awaitReady(second);
    }
  }

  @Test
  void lostHistoryIsAnAlarmAndAllRowsAreReadAgain() throws Exception {
    RoutedId before = order(0);
    tables.insertOrder(before, "history");
    try (PublishedRows orders = orders()) {
      try (var connector = stack.connect()) {
        orders.await(row -> row.key().equals(before.toString()), LIMIT);
        awaitReady(connector);
      }
      stack.deleteTopic("cdc.history.mysql-0.v1");
      try (var connector = stack.connect()) {
        Awaitility.await().atMost(LIMIT).until(() -> resnapshots(connector) == 1);
        awaitReady(connector);
        RoutedId after = order(0);
        tables.insertOrder(after, "history");
        orders.await(row -> row.key().equals(after.toString()), LIMIT);
        assertThat(orders.of(before.toString())).hasSizeGreaterThan(1);
      }
    }
  }

  @Test
  void lostBinlogIsAnAlarmAndAllRowsAreReadAgain() throws Exception {
    RoutedId before = insert();
    try (PublishedRows orders = orders()) {
      try (var connector = stack.connect()) {
        orders.await(row -> row.key().equals(before.toString()), LIMIT);
        awaitReady(connector);
      }
      RoutedId missed = order(0);
      tables.insertOrder(missed, "missed");
      purgeBinlogs();
      try (var connector = stack.connect()) {
        Row read = orders.await(row -> row.key().equals(missed.toString()), LIMIT);
        assertThat(read.present().getSource().getSnapshot()).isTrue();
        Awaitility.await().atMost(LIMIT).until(() -> resnapshots(connector) == 1);
        awaitReady(connector);
      }
    }
  }

  private static void purgeBinlogs() throws Exception {
    var admin = stack.stack.endpoints().mysqlServers().getFirst();
    String url =
        "jdbc:mysql://" + admin.host() + ":" + admin.port() + "/?allowPublicKeyRetrieval=true";
    try (var connection =
            java.sql.DriverManager.getConnection(url, admin.adminUser(), admin.adminPassword());
        var statement = connection.createStatement()) {
      statement.execute("FLUSH BINARY LOGS");
      // The server keeps a log that the connector's last session has not let go of yet.
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                statement.execute("PURGE BINARY LOGS TO '" + binlogs(statement).getLast() + "'");
                assertThat(binlogs(statement)).hasSize(1);
              });
    }
  }

  private static List<String> binlogs(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (var logs = statement.executeQuery("SHOW BINARY LOGS")) {
      while (logs.next()) {
        names.add(logs.getString(1));
      }
    }
    return names;
  }

  private static RoutedId insert() throws Exception {
    RoutedId id = order(UNIQUE.get() % 2 == 0 ? 0 : 3000);
    tables.insertOrder(id, "customer");
    return id;
  }

  /** An id whose slot is at or above one, so that it is on the shard wanted. */
  private static RoutedId order(int fromSlot) {
    while (true) {
      RoutedId id =
          RoutedId.ofOrder("default", "c" + UNIQUE.incrementAndGet(), "" + System.nanoTime());
      if (id.slot() >= fromSlot && (fromSlot > 0 || id.slot() < 2048)) {
        return id;
      }
    }
  }

  private static OrderRow withoutId(Row row) {
    return row.present().getOrder().toBuilder().clearOrderId().clearSlot().build();
  }

  private static double resnapshots(CdcStack.Connector connector) {
    return connector.metrics().get("spillway.cdc.resnapshots").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static long engines(CdcStack.Connector connector) {
    return connector.metrics().get("spillway.cdc.engine.state").gauges().stream()
        .filter(gauge -> gauge.value() == 3)
        .count();
  }

  private static void awaitReady(CdcStack.Connector connector) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(connector.health().statuses())
                    .allSatisfy((name, status) -> assertThat(status.why()).isEmpty()));
  }

  private static PublishedRows orders() {
    return rows(Topic.CDC_ORDERS, 16);
  }

  private static PublishedRows rows(Topic topic, int partitions) {
    return new PublishedRows(stack.kafka, topic, partitions);
  }
}
