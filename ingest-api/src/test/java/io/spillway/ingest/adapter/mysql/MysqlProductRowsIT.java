package io.spillway.ingest.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.StackSettings;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ProductRowsContract;
import io.spillway.ingest.port.WriteException;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.Migrations;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
class MysqlProductRowsIT extends ProductRowsContract {
  private static TestStack stack;
  private static MysqlConfig mysql;
  private static ShardCalls calls;

  @BeforeAll
  static void start(TestStack shared) {
    stack = shared;
    mysql = StackSettings.mysql(stack, 4);
    Migrations.migrate(mysql);
    calls = ShardCalls.start(mysql, new SimpleMeterRegistry(), Duration.ofSeconds(5), 64);
    awaitAnswer();
  }

  @AfterAll
  static void stop() throws Exception {
    calls.close();
  }

  @Override
  protected ProductRows rows() {
    return new MysqlProductRows(calls);
  }

  @Test
  void aProductLiesInTheShardOfItsStock() throws Exception {
    for (int i = 0; i < 10; i++) {
      ProductKey key = fresh();
      put(key, TestProducts.content("Mug", "Kitchen"));
      int slot = SlotMap.stockSlot(key.tenant(), key.sku());
      ShardAddress shard = mysql.shards().get(SlotMap.shard(slot, mysql.shards().size()));
      try (Connection connection =
              DriverManager.getConnection(shard.jdbcUrl(), mysql.user(), mysql.password());
          PreparedStatement select =
              connection.prepareStatement("SELECT slot FROM products WHERE sku = ?")) {
        select.setString(1, key.sku());
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(slot);
        }
      }
    }
  }

  @Test
  void aTenantsProductsAreCountedOnAllShards() {
    MysqlProductRows rows = new MysqlProductRows(calls);
    String tenant = fresh().tenant();
    long before = rows.stored(tenant);
    for (int i = 0; i < 10; i++) {
      put(fresh(), TestProducts.content("Mug", "Kitchen"));
    }
    assertThat(rows.stored(tenant)).isEqualTo(before + 10);
  }

  @Test
  void theLargestProductFitsItsColumns() throws Exception {
    TreeMap<String, String> attributes = new TreeMap<>();
    IntStream.range(0, 64)
        .forEach(i -> attributes.put("𝄞".repeat(62) + (10 + i), "𝄞\"\\".repeat(85)));
    ProductKey key = fresh();

    put(key, new ProductContent("𝄞".repeat(200), "𝄞".repeat(100), attributes));

    assertThat(rows().find(key))
        .map(Product::content)
        .hasValueSatisfying(content -> assertThat(content.attributes()).isEqualTo(attributes));
  }

  @Test
  void aServerThatDiesTakesNothingAndIsWrittenToAgain() throws Exception {
    ProductKey key = fresh();
    stack.kill("mysql-0");
    assertThatThrownBy(() -> put(key, TestProducts.content("Mug", "")))
        .isInstanceOf(WriteException.class);
    stack.start("mysql-0");
    awaitAnswer();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> put(key, TestProducts.content("Mug", "")) != null);
    assertThat(rows().find(key)).map(Product::version).contains(1L);
  }

  private static void awaitAnswer() {
    ProductRows rows = new MysqlProductRows(calls);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> rows.find(TestProducts.MUG).isEmpty());
  }
}
