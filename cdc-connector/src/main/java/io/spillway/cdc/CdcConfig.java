package io.spillway.cdc;

import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.MysqlTls;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.ShardAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the connector is told.
 *
 * @param user the account that may read the binlogs
 * @param replicaIdBase server n is read under this replica id + n
 * @param instanceId a name that survives restarts, for static group membership; empty for none
 * @param stopTimeout an engine that has not stopped by then is cut off
 * @param stallTimeout a streaming engine that hears nothing for so long is restarted
 * @param progressTimeout one that reads nothing for so long, although there is more, is unhealthy
 */
public record CdcConfig(
    List<CapturedServer> servers,
    String user,
    String password,
    MysqlTls tls,
    int replicaIdBase,
    String instanceId,
    int batchRows,
    int queueRows,
    long queueBytes,
    Duration pollInterval,
    Duration heartbeatInterval,
    Duration positionInterval,
    Duration stopTimeout,
    Duration stallTimeout,
    Duration progressTimeout,
    Duration backoffFirst,
    Duration backoffMax) {
  public CdcConfig {
    servers = List.copyOf(servers);
  }

  /** Reads {@code spillway.cdc}, {@code spillway.mysql.cdc} and the shards' servers. */
  public static CdcConfig from(Settings settings, MysqlConfig mysql) {
    CdcConfig config =
        new CdcConfig(
            servers(mysql),
            settings.text("spillway.mysql.cdc.user", 32),
            settings.secret("spillway.mysql.cdc.password"),
            mysql.tls(),
            settings.count("spillway.cdc.replica-id-base", 1, 2_000_000_000),
            settings.textOrEmpty("spillway.cdc.instance-id"),
            settings.count("spillway.cdc.batch-rows", 1, 100_000),
            settings.count("spillway.cdc.queue-rows", 2, 1_000_000),
            settings.bytes("spillway.cdc.queue-bytes", 1 << 20, 1L << 32),
            settings.duration("spillway.cdc.poll-interval", millis(1), seconds(1)),
            settings.duration("spillway.cdc.heartbeat-interval", millis(500), seconds(60)),
            settings.duration("spillway.cdc.position-interval", millis(100), seconds(60)),
            settings.duration("spillway.cdc.stop-timeout", seconds(1), seconds(25)),
            settings.duration("spillway.cdc.stall-timeout", seconds(20), Duration.ofHours(1)),
            settings.duration("spillway.cdc.progress-timeout", seconds(5), Duration.ofHours(1)),
            settings.duration("spillway.cdc.backoff.first", millis(10), seconds(60)),
            settings.duration("spillway.cdc.backoff.max", millis(10), seconds(600)));
    if (config.queueRows <= config.batchRows) {
      settings.violation(
          "spillway.cdc.queue-rows",
          config.queueRows,
          "more than spillway.cdc.batch-rows (" + config.batchRows + ")");
    }
    if (config.backoffMax.compareTo(config.backoffFirst) < 0) {
      settings.violation(
          "spillway.cdc.backoff.max",
          config.backoffMax,
          "at least spillway.cdc.backoff.first (" + config.backoffFirst + ")");
    }
    return config;
  }

  @Override
  public String toString() {
    return "CdcConfig[servers=" + servers + ", user=" + user + ", instanceId=" + instanceId + "]";
  }

  private static List<CapturedServer> servers(MysqlConfig mysql) {
    List<CapturedServer> servers = new ArrayList<>();
    for (String address : mysql.servers()) {
      List<ShardAddress> shards =
          mysql.shards().stream().filter(shard -> shard.server().equals(address)).toList();
      ShardAddress any = shards.getFirst();
      List<String> schemas = shards.stream().map(ShardAddress::schema).toList();
      servers.add(new CapturedServer(servers.size(), any.host(), any.port(), schemas));
    }
    return servers;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
