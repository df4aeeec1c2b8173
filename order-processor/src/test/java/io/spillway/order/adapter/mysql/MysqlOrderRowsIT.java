package io.spillway.order.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.order.core.TestOrders;
import io.spillway.order.port.OrderRows;
import io.spillway.order.port.OrderRowsContract;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.MYSQL})
class MysqlOrderRowsIT extends OrderRowsContract {
  /** A server that starts on a busy machine takes its time. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

  private static TestStack stack;
  private static Shards shards;

  @BeforeAll
  static void start(TestStack shared) throws SQLException {
    stack = shared;
    MysqlConfig mysql = OrderServers.mysql(stack.endpoints());
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() throws Exception {
    shards.close();
  }

  @Override
  protected OrderRows rows() {
    return new MysqlOrderRows(shards);
  }

  @Override
  protected @Nullable Row read(int shard, String orderId) throws SQLException {
    return shards.read(shard, connection -> select(connection, orderId));
  }

  @Test
  void textOfAnyKindSurvivesTheJsonColumns() throws Exception {
    String odd = "quote \" back\\slash 'single' snow ☃ grin 😀 tab\t";
    Order order =
        order("odd", 1).toBuilder().putAttributes("note", odd).putAttributes("empty", "").build();

    store(created(order));

    String json = "JSON_UNQUOTE(JSON_EXTRACT(attributes, '$.note'))";
    assertThat(text(order, json)).isEqualTo(odd);
    assertThat(text(order, "JSON_LENGTH(attributes)")).isEqualTo("3");
    assertThat(text(order, "JSON_TYPE(`lines`)")).isEqualTo("ARRAY");
    assertThat(text(order, "slot")).isEqualTo("" + RoutedId.parse(order.getOrderId()).slot());
  }

  @Test
  void aServerThatIsDownAtTheStartIsAPassingFailure() throws Exception {
    MysqlConfig mysql = OrderServers.mysql(stack.endpoints());
    Order order = order("patient", 1);
    List<OrderEvent> events = List.of(created(order));
    stack.kill("mysql-0");
    try (Shards late = Shards.opening(mysql, new SimpleMeterRegistry())) {
      MysqlOrderRows rows = new MysqlOrderRows(late);
      try {
        Throwable failure = catchThrowable(() -> rows.upsert(shard(order), events));
        assertThat(new HandlerFailures().classify(failure)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(late.health().healthy()).isFalse();
      } finally {
        stack.start("mysql-0");
      }

      await().atMost(BACK_WITHIN).untilAsserted(() -> assertThat(late.health().healthy()).isTrue());
      rows.upsert(shard(order), events);
    }

    // The other pool still holds connections to the killed server.
    await()
        .atMost(BACK_WITHIN)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(row(order).status()).isEqualTo("RESERVING"));
  }

  @Test
  void theLargestOrdersAreWrittenTogether() throws Exception {
    List<String> skus = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      skus.add("a-rather-long-stock-keeping-unit-of-sixty-four-characters-" + (100_000 + n));
    }
    List<Order> orders = new ArrayList<>();
    for (int n = 0; orders.size() < 60; n++) {
      Order order = TestOrders.order("big spender " + n, "big-" + n, skus);
      if (shard(order) == 0) {
        orders.add(order);
      }
    }

    rows().upsert(0, orders.stream().map(OrderRowsContract::created).toList());

    assertThat(row(orders.getLast()).lines()).hasSize(2_000);
  }

  private static String text(Order order, String expression) throws SQLException {
    return shards.read(
        shard(order),
        connection -> {
          String sql = "SELECT " + expression + " FROM orders WHERE order_id = ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setBytes(1, RoutedId.parse(order.getOrderId()).toBytes());
            try (ResultSet result = select.executeQuery()) {
              assertThat(result.next()).isTrue();
              return result.getString(1);
            }
          }
        });
  }

  private static @Nullable Row select(Connection connection, String orderId) throws SQLException {
    String sql =
        """
        SELECT tenant, customer_id, status, version, currency, total_amount, line_count,
               `lines`, reasons, kept_amount, history, hold_until, placed_at, created_at, updated_at
        FROM orders WHERE order_id = ?\
        """;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setBytes(1, RoutedId.parse(orderId).toBytes());
      try (ResultSet r = select.executeQuery()) {
        return r.next() ? row(r) : null;
      }
    }
  }

  private static Row row(ResultSet r) throws SQLException {
    return new Row(
        r.getString("tenant"),
        r.getString("customer_id"),
        r.getString("status"),
        r.getLong("version"),
        r.getString("currency"),
        r.getLong("total_amount"),
        r.getInt("line_count"),
        JsonRows.lines(r.getString("lines")),
        r.getString("reasons") == null ? null : JsonRows.reasons(r.getString("reasons")),
        r.getLong("kept_amount"),
        r.getString("history") == null ? null : JsonRows.history(r.getString("history")),
        r.getObject("hold_until") == null ? null : instant(r, "hold_until"),
        instant(r, "placed_at"),
        instant(r, "created_at"),
        instant(r, "updated_at"));
  }

  private static Instant instant(ResultSet result, String column) throws SQLException {
    return result.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
