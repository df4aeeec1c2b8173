package io.spillway.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Two servers with two shards each, one of them away when the shards are opened. */
class LateShardsIT {
  private static final List<String> SKUS = List.of("a", "b", "c", "d");

  @Test
  void theShardsThatAnswerWorkAtOnceAndTheOthersWhenTheyReturn() throws Exception {
    try (Stack stack = TestStack.start(spec -> spec.mysqlServers(2), Server.MYSQL)) {
      MysqlConfig mysql = mysql(stack);
      Migrations.migrate(mysql);
      stack.kill("mysql-0");
      Shards shards = Shards.opening(mysql, new SimpleMeterRegistry());
      try (RoutedShards routed = RoutedShards.opening(shards)) {
        patiently(() -> write(shards, 2));
        patiently(() -> write(shards, 3));
        patiently(() -> assertThat(read(routed, 3)).isEqualTo(7));
        patiently(
            () -> assertThat(shards.health().why()).startsWith("shards [0, 1] are unavailable: "));
        for (int away : new int[] {0, 1}) {
          Throwable failure = catchThrowable(() -> write(shards, away));
          assertThat(new HandlerFailures().classify(failure)).isEqualTo(FailureKind.TRANSIENT);
        }
        assertThat(catchThrowable(routed::routed)).isInstanceOf(SQLException.class);

        stack.start("mysql-0");
        patiently(() -> write(shards, 0));
        patiently(() -> write(shards, 1));
        patiently(() -> assertThat(routed.routed()).isNotNull());
        patiently(() -> assertThat(shards.health().healthy()).isTrue());
        for (int shard = 0; shard < 4; shard++) {
          assertThat(read(routed, shard)).isEqualTo(7);
          assertThat(count(routed.routed(), shard)).isEqualTo(1);
        }
      }
    }
  }

  private static MysqlConfig mysql(Stack stack) {
    var found = stack.endpoints().mysql();
    return new MysqlConfig(
        found.stream().map(s -> new ShardAddress(s.host(), s.port(), s.schema())).toList(),
        found.getFirst().user(),
        found.getFirst().password(),
        2);
  }

  private static void patiently(org.awaitility.core.ThrowingRunnable action) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(action);
  }

  /** The first slot of a shard. */
  private static int slot(int shard) {
    return IntStream.range(0, SlotMap.SLOTS)
        .filter(slot -> SlotMap.shard(slot, 4) == shard)
        .findFirst()
        .orElseThrow();
  }

  private static void write(Shards shards, int shard) throws SQLException {
    shards.inTransaction(
        shard,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at)"
                      + " VALUES (?, ?, ?, 7, 0, 1, NOW(3))"
                      + " ON DUPLICATE KEY UPDATE version = version + 1")) {
            insert.setString(1, "t");
            insert.setString(2, SKUS.get(shard));
            insert.setInt(3, slot(shard));
            return insert.executeUpdate();
          }
        });
  }

  private static int read(RoutedShards shards, int shard) throws SQLException {
    return first(shards.routed(slot(shard)), "available", shard);
  }

  private static int count(DataSource source, int shard) throws SQLException {
    return first(source, "COUNT(*)", shard);
  }

  private static int first(DataSource source, String what, int shard) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT " + what + " FROM stock WHERE slot = ? AND tenant = ? AND sku = ?")) {
      select.setInt(1, slot(shard));
      select.setString(2, "t");
      select.setString(3, SKUS.get(shard));
      ResultSet row = select.executeQuery();
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
