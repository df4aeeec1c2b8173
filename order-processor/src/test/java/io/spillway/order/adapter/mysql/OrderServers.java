package io.spillway.order.adapter.mysql;

import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Shard;

/** The shards of a test's stack. */
public final class OrderServers {
  private OrderServers() {}

  /** How a service would be told of them. */
  public static MysqlConfig mysql(Endpoints endpoints) {
    Shard any = endpoints.mysql().getFirst();
    return new MysqlConfig(
        endpoints.mysql().stream()
            .map(shard -> new ShardAddress(shard.host(), shard.port(), shard.schema()))
            .toList(),
        any.user(),
        any.password(),
        4);
  }
}
