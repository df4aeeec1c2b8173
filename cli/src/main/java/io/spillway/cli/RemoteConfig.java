package io.spillway.cli;

import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.ServerAccess;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.PartitionCounts;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pipeline is that runs elsewhere.
 *
 * @param apiKey what the commands send to the API; empty where it asks for nothing
 * @param apiCaFile certificates (PEM) that those of the API and the reports come from; empty for
 *     those that the JVM trusts
 * @param admin health and metrics of each service, by its name
 */
public record RemoteConfig(
    URI api,
    Optional<String> apiKey,
    Optional<Path> apiCaFile,
    URI reports,
    Map<String, URI> admin,
    Backends backends) {
  private static final String API = "spillway.cli.api-uri";
  private static final String API_KEY = "spillway.cli.api-key";
  private static final String API_CA = "spillway.cli.api-ca-file";
  private static final String REPORTS = "spillway.cli.reports-uri";
  private static final String ADMIN = "spillway.cli.admin-uris";

  public RemoteConfig {
    admin = Map.copyOf(admin);
  }

  /**
   * Reads {@code spillway.cli} and the servers' addresses; empty when the pipeline is this
   * machine's.
   */
  public static Optional<RemoteConfig> from(Settings settings) {
    if (settings.textOrEmpty(API).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RemoteConfig(
            uri(settings, API, settings.text(API)),
            settings.textOrEmpty(API_KEY + "-file").isEmpty()
                ? Optional.empty()
                : Optional.of(settings.secret(API_KEY)),
            apiCaFile(settings),
            uri(settings, REPORTS, settings.text(REPORTS)),
            admin(settings),
            backends(settings)));
  }

  /** The servers' authority, unless the API has another. */
  private static Optional<Path> apiCaFile(Settings settings) {
    String own = settings.textOrEmpty(API_CA);
    return Optional.ofNullable(
        settings.fileOrNone(own.isEmpty() ? "spillway.tls.ca-file" : API_CA));
  }

  private static Map<String, URI> admin(Settings settings) {
    Map<String, URI> admin = new LinkedHashMap<>();
    String text = settings.textOrEmpty(ADMIN);
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] entry = part.strip().split("=", 2);
      if (entry.length == 2) {
        admin.put(entry[0], uri(settings, ADMIN, entry[1]));
      } else {
        settings.violation(ADMIN, "'" + part + "'", "service=http://host:port, comma-separated");
      }
    }
    return admin;
  }

  private static Backends backends(Settings settings) {
    MysqlConfig mysql = MysqlConfig.from(settings);
    List<Backends.Shard> shards = new ArrayList<>();
    for (ShardAddress shard : mysql.shards()) {
      shards.add(new Backends.Shard(shards.size(), shard.host(), shard.port(), shard.schema()));
    }
    Partitioning partitioning = PartitioningConfig.from(settings, shards.size());
    KafkaConfig kafka = KafkaConfig.from(settings);
    RedisConfig redis = RedisConfig.from(settings);
    ElasticConfig elastic = ElasticConfig.from(settings);
    return new Backends(
        kafka.bootstrap(),
        redis.uri(),
        elastic.uri(),
        shards,
        new PartitionCounts(partitioning.orderPartitions(), partitioning.inventoryPartitions()),
        mysql.user(),
        mysql.password(),
        // Only the services' own launch needs the change feed's account.
        "",
        "",
        access(settings, kafka, redis, elastic, mysql));
  }

  /** Commands know servers of which all are secured, or none. */
  private static Optional<StackAccess> access(
      Settings settings,
      KafkaConfig kafka,
      RedisConfig redis,
      ElasticConfig elastic,
      MysqlConfig mysql) {
    boolean any =
        !kafka.protocol().equals(KafkaConfig.PLAINTEXT)
            || mysql.tls().verify()
            || !redis.access().account().isNone()
            || !elastic.access().account().isNone();
    if (!any) {
      return Optional.empty();
    }
    Path caFile = kafka.access().caFile();
    boolean all =
        kafka.protocol().equals(KafkaConfig.SASL_SSL)
            && mysql.tls().verify()
            && !redis.access().account().isNone()
            && !elastic.access().account().isNone();
    if (caFile == null || !all) {
      settings.violation(
          "spillway.kafka.protocol",
          "'" + kafka.protocol() + "'",
          "servers that are all secured (SASL_SSL, spillway.mysql.tls = verify, accounts of Redis"
              + " and Elasticsearch, spillway.tls.ca-file) or none");
      return Optional.empty();
    }
    return Optional.of(
        new StackAccess(
            caFile,
            Path.of(settings.textOrEmpty("spillway.settings-dir")),
            Map.of(
                Server.KAFKA, credentials(kafka.access()),
                Server.MYSQL, new Credentials(mysql.user(), mysql.password()),
                Server.REDIS, credentials(redis.access()),
                Server.ELASTICSEARCH, credentials(elastic.access()))));
  }

  private static Credentials credentials(ServerAccess access) {
    return new Credentials(access.account().user(), access.account().password());
  }

  private static URI uri(Settings settings, String path, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && ("" + uri.getScheme()).startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is no such address.
    }
    settings.violation(path, "'" + text + "'", "an address such as http://ingest-api:8080");
    return URI.create("http://localhost");
  }
}
