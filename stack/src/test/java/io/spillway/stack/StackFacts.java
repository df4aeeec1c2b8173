package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.core.Shard;
import io.spillway.stack.port.Stack;
import java.util.ArrayList;
import java.util.List;

/** What holds for every whole stack, whatever its servers run as. */
public final class StackFacts {
  private StackFacts() {}

  public static void write(Endpoints endpoints) throws Exception {
    Clients.createTopic(endpoints.kafka());
    Clients.produce(endpoints.kafka(), "kept");
    for (Shard shard : endpoints.mysql()) {
      Clients.mysql(
          shard,
          "CREATE TABLE survivor (name VARCHAR(64) PRIMARY KEY)",
          "INSERT INTO survivor VALUES ('" + shard.name() + "')");
    }
    assertThat(Clients.redis(endpoints.redis(), "SET survivor kept")).isEqualTo("+OK");
    Clients.http("PUT", endpoints.elasticsearch() + "/survivors/_doc/1", "{\"name\":\"kept\"}");
  }

  public static void assertRead(Endpoints endpoints) throws Exception {
    assertThat(Clients.consume(endpoints.kafka())).containsExactly("kept");
    for (Shard shard : endpoints.mysql()) {
      assertThat(Clients.mysql(shard, "SELECT name FROM survivor")).isEqualTo(shard.name());
    }
    assertThat(Clients.redis(endpoints.redis(), "GET survivor")).contains("kept");
    assertThat(Clients.http("GET", endpoints.elasticsearch() + "/survivors/_doc/1", ""))
        .contains("kept");
  }

  public static void assertMysqlIsSetUp(Endpoints endpoints) throws Exception {
    assertThat(endpoints.mysql())
        .extracting(Shard::name, Shard::schema, Shard::serverIndex)
        .containsExactly(
            tuple("shard-0", "spillway_0", 0),
            tuple("shard-1", "spillway_1", 0),
            tuple("shard-2", "spillway_2", 1),
            tuple("shard-3", "spillway_3", 1));
    List<String> serverIds = new ArrayList<>();
    for (MysqlEndpoint server : endpoints.mysqlServers()) {
      assertThat(
              Clients.mysql(
                  server.port(),
                  "",
                  server.adminUser(),
                  server.adminPassword(),
                  "SELECT CONCAT_WS(',', @@sync_binlog, @@innodb_flush_log_at_trx_commit,"
                      + " @@gtid_mode, @@binlog_row_image, @@binlog_format, @@log_bin,"
                      + " @@time_zone, @@character_set_server)"))
          .isEqualTo("1,1,ON,FULL,ROW,1,+00:00,utf8mb4");
      String schema = server.schemas().getFirst();
      // As Debezium begins: the position, then every table.
      Clients.mysql(
          server.port(),
          schema,
          server.cdcUser(),
          server.cdcPassword(),
          "FLUSH TABLES WITH READ LOCK",
          "SHOW BINARY LOG STATUS",
          "SELECT * FROM survivor");
      serverIds.add(
          Clients.mysql(
              server.port(), schema, server.cdcUser(), server.cdcPassword(), "SELECT @@server_id"));
    }
    assertThat(serverIds).doesNotHaveDuplicates();
  }

  public static void crashAndRestart(Stack stack, String server) {
    long before = stack.pid(server).orElseThrow();
    crash(stack, server);
    stack.start(server);
    assertThat(stack.pid(server).orElseThrow()).isNotEqualTo(before);
    assertThat(stack.status()).allMatch(ServerStatus::healthy);
  }

  static void crash(Stack stack, String server) {
    stack.kill(server);
    assertThat(stack.pid(server)).isEmpty();
    assertThat(stack.status())
        .filteredOn(status -> !status.running())
        .extracting(ServerStatus::name)
        .containsExactly(server);
  }
}
