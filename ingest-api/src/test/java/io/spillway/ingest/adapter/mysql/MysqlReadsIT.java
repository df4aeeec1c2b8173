package io.spillway.ingest.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.StackSettings;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.core.TestRows;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.RowReadsContract;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.StockTable;
import io.spillway.schemas.tables.Table;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
class MysqlReadsIT extends RowReadsContract {
  private static final RoutedId NOBODY = RoutedId.ofOrder("shop", "nobody", "none");
  private static final OrderSearch LAST_DAY =
      new OrderSearch(
          "shop",
          null,
          null,
          Instant.parse("2026-11-20T12:00:00Z"),
          Instant.parse("2026-11-21T12:00:00Z"));
  private static final int PER_SHARD = 8;
  private static TestStack stack;
  private static final TimeZone MACHINES = TimeZone.getDefault();
  private static Shards shards;
  private static ShardCalls reads;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    // Rows tell the same times wherever the service runs.
    TimeZone.setDefault(TimeZone.getTimeZone("America/Sao_Paulo"));
    stack = shared;
    MysqlConfig mysql = StackSettings.mysql(stack, 2);
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
    reads = calls(mysql);
    awaitAnswer();
  }

  @AfterAll
  static void stop() throws Exception {
    try {
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
    assertThatThrownBy(() -> orders().find(NOBODY)).isInstanceOf(ReadException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    assertThatThrownBy(() -> orders().search(LAST_DAY, 5, null))
        .isInstanceOf(ReadException.class)
        .hasMessageStartingWith("the shards [0");
    assertThat(stock().deltas(List.of(RoutedId.ofAdjustment("shop", "A", "none")))).isEmpty();
    stack.start("mysql-0");
    awaitAnswer();
  }

  @Test
  void everyShardAnswersAtOnceAfterTheWarmUp() throws Exception {
    MysqlConfig mysql = StackSettings.mysql(stack, 2);
    try (ShardCalls opening = calls(mysql)) {
      assertThat(ReadWarmUp.start(opening, Duration.ofSeconds(60)).await()).isEmpty();
      assertThat(new MysqlOrderReads(opening).find(NOBODY)).isEmpty();
      assertThat(new MysqlOrderReads(opening).search(LAST_DAY, 1, null)).isNotNull();
    }
  }

  @Test
  void aShardThatDoesNotAnswerIsWaitedForNoLonger() throws Exception {
    MysqlConfig mysql = StackSettings.mysql(stack, 2);
    ShardAddress up = mysql.shards().getFirst();
    // Nothing listens at the discard port.
    MysqlConfig half =
        new MysqlConfig(
            List.of(up, new ShardAddress(up.host(), 9, up.schema())),
            mysql.user(),
            mysql.password(),
            mysql.poolSize());
    long began = System.nanoTime();
    try (ShardCalls opening = calls(half)) {
      ReadWarmUp warmUp = ReadWarmUp.start(opening, Duration.ofSeconds(60));
      MysqlOrderReads orders = new MysqlOrderReads(opening.readAfter(warmUp));
      assertThatThrownBy(() -> orders.marks(1, List.of(NOBODY))).isInstanceOf(ReadException.class);
      assertThat(warmUp.await()).containsExactly(1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void readsWaitForTheWarmUpOfTheirShardAndWritesDoNot() throws Exception {
    CompletableFuture<Boolean> cold = new CompletableFuture<>();
    CompletableFuture<List<Integer>> all = new CompletableFuture<>();
    List<CompletableFuture<Boolean>> each =
        IntStream.range(0, reads.count())
            .mapToObj(shard -> shard == 0 ? cold : CompletableFuture.completedFuture(true))
            .toList();
    ShardCalls waiting = reads.readAfter(new ReadWarmUp(each, all));
    MysqlOrderReads orders = new MysqlOrderReads(waiting);

    Future<?> ofCold = later(() -> orders.marks(0, List.of(NOBODY)));
    Future<?> ofAll = later(() -> orders.search(LAST_DAY, 1, null));
    assertThat(orders.marks(1, List.of(NOBODY))).isEmpty();
    int written = waiting.inTransaction(0, connection -> 7);
    assertThat(written).isEqualTo(7);
    assertThat(
            new MysqlStockReads(waiting)
                .deltas(List.of(RoutedId.ofAdjustment("shop", "A", "none"))))
        .isEmpty();
    assertThatThrownBy(() -> ofCold.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    cold.complete(false);
    assertThat(ofCold.get(10, TimeUnit.SECONDS)).isEqualTo(List.of());
    assertThat(ofAll.isDone()).isFalse();
    all.complete(List.of(0));
    assertThat(ofAll.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void noMoreWaitForTheWarmUpThanMayReadAtOneTime() throws Exception {
    CompletableFuture<Boolean> cold = new CompletableFuture<>();
    List<CompletableFuture<Boolean>> each =
        IntStream.range(0, reads.count()).mapToObj(shard -> cold).toList();
    MysqlOrderReads orders =
        new MysqlOrderReads(reads.readAfter(new ReadWarmUp(each, new CompletableFuture<>())));
    List<Future<?>> waiting = new ArrayList<>();
    for (int i = 0; i < PER_SHARD; i++) {
      waiting.add(later(() -> orders.marks(0, List.of(NOBODY))));
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () ->
                            later(() -> orders.marks(0, List.of(NOBODY)))
                                .get(100, TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("too many calls wait for shard 0"));
    cold.complete(true);
    for (Future<?> started : waiting) {
      assertThat(started.get(10, TimeUnit.SECONDS)).isEqualTo(List.of());
    }
  }

  private static Future<?> later(Callable<?> read) {
    FutureTask<?> task = new FutureTask<>(read);
    Thread.startVirtualThread(task);
    return task;
  }

  private static ShardCalls calls(MysqlConfig mysql) {
    return ShardCalls.start(mysql, new SimpleMeterRegistry(), Duration.ofSeconds(5), PER_SHARD);
  }

  @Test
  void timesAreTheRowsWhateverTheZone() throws Exception {
    TimeZone zone = TimeZone.getDefault();
    String tenant = "z-" + UUID.randomUUID();
    RoutedId id = RoutedId.ofOrder(tenant, "c", "k");
    Instant at = Instant.parse("2026-11-21T08:00:00.123Z");
    OrderRow row = TestRows.row(id, tenant, "c", "RESERVED", 2, at, null);
    put(row);
    OrderSearch search = new OrderSearch(tenant, null, null, at, at.plusMillis(1));
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
      OrderRow found = orders().search(search, 1, null).orders().getFirst();
      assertThat(found.getCreatedAt()).isEqualTo(Times.timestamp(at));
      assertThat(found.getPlacedAt()).isEqualTo(row.getPlacedAt());
      assertThat(found.getHoldUntil()).isEqualTo(row.getHoldUntil());
      assertThat(orders().find(id)).contains(row);
      assertThat(orders().page(tenant, "c", 1, null)).containsExactly(found);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void everyListReadsByAnIndexInItsOrder() throws Exception {
    String orders = "EXPLAIN FORMAT=TRADITIONAL SELECT * FROM orders FORCE INDEX (%s) WHERE ";
    String newest = " ORDER BY created_at DESC, order_id DESC LIMIT 51";
    String time =
        "created_at >= '2026-11-20' AND created_at <= '2026-11-21' AND (created_at < '2026-11-21'"
            + " OR order_id < 0x01)";
    assertReadsBy("orders_by_time", orders + "tenant = 't' AND " + time + newest);
    assertReadsBy(
        "orders_by_status", orders + "tenant = 't' AND status = 'RESERVED' AND " + time + newest);
  }

  private static void assertReadsBy(String index, String explain) throws SQLException {
    shards.read(
        0,
        connection -> {
          try (var statement = connection.createStatement();
              var plan = statement.executeQuery(explain.formatted(index))) {
            assertThat(plan.next()).isTrue();
            assertThat(plan.getString("key")).isEqualTo(index);
            assertThat(plan.getString("Extra")).doesNotContain("filesort", "temporary");
            return index;
          }
        });
  }

  @Override
  protected void put(OrderRow row) throws SQLException {
    insert(OrdersTable.TABLE, row.getSlot(), row);
  }

  @Override
  protected void put(StockRow row) throws SQLException {
    insert(StockTable.TABLE, row.getSlot(), row);
  }

  @Override
  protected void put(SettledAdjustment row) throws SQLException {
    put(row, 0, row.delta(), row.outcome(), row.at());
    for (int i = 0; i < row.conflicts().size(); i++) {
      SettledAdjustment.Conflict conflict = row.conflicts().get(i);
      put(row, i + 1, conflict.delta(), MovementOutcome.CONFLICTING, conflict.at());
    }
  }

  private static void put(
      SettledAdjustment row, int line, int delta, MovementOutcome outcome, Instant at)
      throws SQLException {
    insert(
        MovementTable.TABLE,
        row.id().slot(),
        StockMovementRow.newBuilder()
            .setRef(row.id().toString())
            .setLine(line)
            .setKind(MovementKind.ADJUST.code())
            .setSlot(row.id().slot())
            .setTenant(row.tenant())
            .setSku(row.sku())
            .setQuantity(delta)
            .setOutcome(outcome.code())
            .setAvailableAfter(row.availableAfter())
            .setReservedAfter(row.reservedAfter())
            .setReference("r")
            .setAt(Times.timestamp(at))
            .build());
  }

  private static <R, B> void insert(Table<R, B> table, int slot, R row) throws SQLException {
    shards.inTransaction(
        SlotMap.shard(slot, shards.count()),
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(table.insert(1))) {
            table.bind(insert, 1, row);
            return insert.executeUpdate();
          }
        });
  }

  private static void awaitAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              MysqlOrderReads orders = new MysqlOrderReads(reads);
              orders.search(LAST_DAY, 1, null);
              return orders.find(NOBODY).isEmpty();
            });
  }
}
