package io.spillway.ingest.adapter.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.StackSettings;
import io.spillway.privacy.adapter.mysql.MysqlCustomerKeys;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.privacy.port.CustomerKeyStoreContract;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.sql.Migrations;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Here, and not beside the store, because the servers of this module run anyway. */
@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
class MysqlCustomerKeysIT extends CustomerKeyStoreContract {
  private static ShardCalls calls;
  private static CustomerKeyStore keys;

  @BeforeAll
  static void start(TestStack stack) {
    MysqlConfig mysql = StackSettings.mysql(stack, 4);
    Migrations.migrate(mysql);
    calls = ShardCalls.start(mysql, new SimpleMeterRegistry(), Duration.ofSeconds(5), 64);
    keys = new MysqlCustomerKeys(calls.count(), calls::onShard);
    for (int shard = 0; shard < calls.count(); shard++) {
      int asked = shard;
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> keys.read(asked, List.of(new Customer("t", "nobody"))).isEmpty());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    calls.close();
  }

  @Override
  protected CustomerKeyStore store() {
    return keys;
  }
}
