package io.spillway.privacy.adapter.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.privacy.port.CustomerKeyStoreContract;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MysqlCustomerKeysIT extends CustomerKeyStoreContract {
  private static Stack stack;
  private static Shards shards;

  @BeforeAll
  static void start() throws SQLException {
    stack = TestStack.start(Server.MYSQL);
    var found = stack.endpoints().mysql();
    MysqlConfig mysql =
        new MysqlConfig(
            found.stream().map(s -> new ShardAddress(s.host(), s.port(), s.schema())).toList(),
            found.getFirst().user(),
            found.getFirst().password(),
            2);
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() throws Exception {
    shards.close();
    stack.close();
  }

  @Override
  protected CustomerKeyStore store() {
    return new MysqlCustomerKeys(shards.count(), shards::read);
  }
}
