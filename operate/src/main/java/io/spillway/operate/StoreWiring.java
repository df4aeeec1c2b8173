package io.spillway.operate;

import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.sql.Migrations;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the servers must hold before a service starts: topics and tables. */
public final class StoreWiring {
  private static final int POOL_FOR_TOOLS = 1;

  private StoreWiring() {}

  /**
   * Creates what is missing, side by side; what is there stays as it is. Safe to repeat.
   *
   * @throws OperationException when topics exist that would route orders elsewhere
   */
  public static void run(Backends backends) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> topics =
          executor.submit(
              () -> {
                TopicSetup.ensure(backends);
                return null;
              });
      Migrations.migrate(mysql(backends));
      topics.get();
    } catch (ExecutionException e) {
      Throwable cause = Failures.cause(e);
      throw new OperationException("Failed to create the topics: " + cause.getMessage(), cause);
    }
  }

  private static MysqlConfig mysql(Backends backends) {
    List<ShardAddress> shards =
        backends.shards().stream()
            .map(shard -> new ShardAddress(shard.host(), shard.port(), shard.schema()))
            .toList();
    return new MysqlConfig(shards, backends.user(), backends.password(), POOL_FOR_TOOLS);
  }
}
