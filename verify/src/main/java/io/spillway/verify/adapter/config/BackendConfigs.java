package io.spillway.verify.adapter.config;

import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.MysqlTls;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.ServerAccess;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccess;
import java.util.List;

/**
 * The one place where a command learns how to reach the servers of a pipeline: of secured ones
 * encrypted, with the account of commands.
 */
public final class BackendConfigs {
  private BackendConfigs() {}

  public static KafkaConfig kafka(Backends backends) {
    return backends
        .access()
        .map(
            access ->
                new KafkaConfig(
                    backends.kafka(), KafkaConfig.SASL_SSL, operator(access, Server.KAFKA)))
        .orElseGet(() -> new KafkaConfig(backends.kafka()));
  }

  public static RedisConfig redis(Backends backends) {
    return new RedisConfig(backends.redis(), access(backends, Server.REDIS));
  }

  public static ElasticConfig elastic(Backends backends) {
    return new ElasticConfig(backends.elasticsearch(), access(backends, Server.ELASTICSEARCH));
  }

  /** The shards, with so many connections to each. */
  public static MysqlConfig mysql(Backends backends, int connections) {
    List<ShardAddress> shards = backends.shards().stream().map(BackendConfigs::address).toList();
    return new MysqlConfig(
        shards, backends.user(), backends.password(), connections, mysqlTls(backends));
  }

  /** The JDBC address of one shard. */
  public static String jdbcUrl(Backends backends, Backends.Shard shard) {
    return address(shard).jdbcUrl(mysqlTls(backends));
  }

  private static MysqlTls mysqlTls(Backends backends) {
    return backends
        .access()
        .map(access -> new MysqlTls(true, access.caFile()))
        .orElse(MysqlTls.PREFERRED);
  }

  private static ShardAddress address(Backends.Shard shard) {
    return new ShardAddress(shard.host(), shard.port(), shard.schema());
  }

  private static ServerAccess access(Backends backends, Server server) {
    return backends.access().map(access -> operator(access, server)).orElse(ServerAccess.OPEN);
  }

  private static ServerAccess operator(StackAccess access, Server server) {
    Credentials account = access.operator(server);
    return new ServerAccess(access.caFile(), new Account(account.user(), account.password()));
  }
}
