package io.spillway.ingest;

import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Shard;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stack of real servers, as the service and its adapters are told of it. */
public final class StackSettings {
  private StackSettings() {}

  /** The shards, with pools of so many connections. */
  public static MysqlConfig mysql(TestStack stack, int connections) {
    Shard first = stack.endpoints().mysql().getFirst();
    return new MysqlConfig(
        stack.endpoints().mysql().stream()
            .map(shard -> new ShardAddress(shard.host(), shard.port(), shard.schema()))
            .toList(),
        first.user(),
        first.password(),
        connections);
  }

  /** The environment of the service. */
  static Map<String, String> environment(TestStack stack) {
    Map<String, String> env = new TreeMap<>();
    env.put("SPILLWAY_KAFKA_BOOTSTRAP", stack.endpoints().kafka());
    env.put("SPILLWAY_REDIS_URI", stack.endpoints().redis());
    env.put("SPILLWAY_ADMIN_PORT", "0");
    Shard first = stack.endpoints().mysql().getFirst();
    env.put(
        "SPILLWAY_MYSQL_SHARDS",
        stack.endpoints().mysql().stream()
            .map(shard -> shard.host() + ':' + shard.port() + '/' + shard.schema())
            .collect(Collectors.joining(",")));
    env.put("SPILLWAY_MYSQL_USER", first.user());
    env.put("SPILLWAY_MYSQL_PASSWORD", first.password());
    return env;
  }
}
