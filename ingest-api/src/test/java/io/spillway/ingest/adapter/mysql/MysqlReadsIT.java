package io.spillway.ingest.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.StackSettings;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderRow;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.RowReadsContract;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.ingest.port.StockRow;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MysqlReadsIT extends RowReadsContract {
  private static final RoutedId NOBODY = RoutedId.ofOrder("shop", "nobody", "none");
  private static TestStack stack;
  private static final TimeZone MACHINES = TimeZone.getDefault();
  private static Shards shards;
  private static ShardCalls reads;

  @BeforeAll
  static void start() throws Exception {
    // Rows tell the same times wherever the service runs.
    TimeZone.setDefault(TimeZone.getTimeZone("America/Sao_Paulo"));
    stack = TestStack.start(Server.MYSQL);
    MysqlConfig mysql = StackSettings.mysql(stack, 2);
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
    reads = ShardCalls.start(mysql, new SimpleMeterRegistry(), Duration.ofSeconds(5), 8);
    awaitAnswer();
  }

  @AfterAll
  static void stop() throws Exception {
    try (TestStack _ = stack) {
      reads.close();
      shards.close();
    } finally {
      TimeZone.setDefault(MACHINES);
    }
  }

  @Override
  protected OrderReads orders() {
    return new MysqlOrderReads(reads);
  }

  @Override
  protected StockReads stock() {
    return new MysqlStockReads(reads);
  }

  @Test
  void aServerThatDiesIsSaidAtOnceAndReadAgainWhenItIsBack() throws Exception {
    stack.kill("mysql-0");
    long began = System.nanoTime();
    assertThatThrownBy(() -> orders().find(NOBODY).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            e ->
                assertThat(e.getCause())
                    .isInstanceOfAny(
                        ReadException.class, java.util.concurrent.TimeoutException.class));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    stack.start("mysql-0");
    awaitAnswer();
  }

  @Override
  protected void put(OrderRow row) throws SQLException {
    insert(
        row.orderId().slot(),
        "INSERT INTO orders (order_id, slot, tenant, customer_id, status, version, currency,"
            + " total_amount, line_count, `lines`, attributes, reasons, hold_until, placed_at,"
            + " created_at, updated_at, kept_amount, history)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.orderId().toBytes(),
        row.orderId().slot(),
        row.tenant(),
        row.customerId(),
        row.status(),
        row.version(),
        row.currency(),
        row.totalAmount(),
        row.linesJson(),
        row.attributesJson(),
        row.reasonsJson(),
        row.holdUntil() == null ? null : utc(row.holdUntil()),
        utc(row.placedAt()),
        utc(row.createdAt()),
        utc(row.updatedAt()),
        row.keptAmount(),
        row.historyJson());
  }

  @Override
  protected void put(StockRow row) throws SQLException {
    int slot = SlotMap.stockSlot(row.tenant(), row.sku());
    insert(
        slot,
        "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at,"
            + " low_stock_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.tenant(),
        row.sku(),
        slot,
        row.available(),
        row.reserved(),
        row.version(),
        utc(row.updatedAt()),
        row.lowStockAt());
  }

  @Override
  protected void put(SettledAdjustment row) throws SQLException {
    insert(
        row.id().slot(),
        "INSERT INTO stock_movement (ref, line, kind, slot, tenant, sku, quantity, outcome,"
            + " available_after, reserved_after, reference, at)"
            + " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 'r', ?)",
        row.id().toBytes(),
        MovementKind.ADJUST.code(),
        row.id().slot(),
        row.tenant(),
        row.sku(),
        row.delta(),
        row.outcome().code(),
        row.availableAfter(),
        row.reservedAfter(),
        utc(row.at()));
  }

  private static void insert(int slot, String sql, @Nullable Object... values) throws SQLException {
    shards.inTransaction(
        SlotMap.shard(slot, shards.count()), connection -> execute(connection, sql, values));
  }

  private static int execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      return insert.executeUpdate();
    }
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static void awaitAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () ->
                new MysqlOrderReads(reads)
                    .find(NOBODY)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .isEmpty());
  }
}
