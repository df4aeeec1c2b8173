package io.spillway.runtime.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The MySQL shards, in slot order.
 *
 * @param shards at least one
 * @param poolSize connections to each shard, at most
 */
public record MysqlConfig(
    List<ShardAddress> shards, String user, String password, int poolSize, MysqlTls tls) {
  public MysqlConfig {
    shards = List.copyOf(shards);
  }

  /** Shards whose servers need not prove who they are. */
  public MysqlConfig(List<ShardAddress> shards, String user, String password, int poolSize) {
    this(shards, user, password, poolSize, MysqlTls.PREFERRED);
  }

  public static MysqlConfig from(Settings settings) {
    return new MysqlConfig(
        shards(settings),
        settings.text("spillway.mysql.user"),
        settings.secret("spillway.mysql.password"),
        settings.count("spillway.mysql.pool-size", 1, 256),
        MysqlTls.from(settings));
  }

  /** The JDBC address of one of the shards. */
  public String jdbcUrl(ShardAddress shard) {
    return shard.jdbcUrl(tls);
  }

  /** The servers' {@code host:port}, each once, in order of first appearance. */
  public List<String> servers() {
    return shards.stream().map(ShardAddress::server).distinct().toList();
  }

  @Override
  public String toString() {
    return "MysqlConfig[shards=" + shards + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  private static List<ShardAddress> shards(Settings settings) {
    String path = "spillway.mysql.shards";
    List<ShardAddress> shards = new ArrayList<>();
    for (String part : settings.text(path, 65_536).split(",", -1)) {
      try {
        shards.add(ShardAddress.parse(part));
      } catch (IllegalArgumentException e) {
        settings.violation(path, "'" + part + "'", "host:port/schema, comma-separated");
      }
    }
    if (new HashSet<>(shards).size() != shards.size()) {
      settings.violation(path, shards, "each shard once");
    }
    return shards;
  }
}
