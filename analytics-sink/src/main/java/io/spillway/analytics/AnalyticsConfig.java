package io.spillway.analytics;

import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.runtime.tls.OwnCertificate;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.routing.Partitioning;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sink is told; the ranges are those of {@code reference.conf}.
 *
 * @param stockWait how long a stock row waits for newer ones of its SKU
 * @param stockWaitWhileMany the same while many come
 */
public record AnalyticsConfig(
    KafkaConfig kafka,
    ElasticConfig elastic,
    Partitioning partitioning,
    int workers,
    LoopConfig loop,
    Duration stockWait,
    Duration stockWaitWhileMany,
    Bulk bulk,
    IndexSettings index,
    Reports reports) {
  /** The setting that names the reports' address. */
  public static final String REPORTS_HOST = "spillway.analytics.reports.host";

  public record Bulk(int documents, long bytes, int resends, Duration timeout) {}

  /**
   * Settings of indices.
   *
   * @param refreshCatchingUp how soon documents are searchable while so many records wait
   * @param keepMonths this month and as many before it; 0 keeps all
   * @param lowStock threshold of SKUs without one, in units
   */
  public record IndexSettings(
      int replicas,
      Duration refreshEvery,
      Duration refreshCatchingUp,
      int catchUpRecords,
      int keepMonths,
      int lowStock,
      IndexedMovements movements) {}

  public record Reports(
      String host,
      int port,
      Duration refreshEvery,
      Duration timeout,
      Duration patience,
      Duration sampleEvery,
      @Nullable OwnCertificate certificate) {}

  public static AnalyticsConfig from(Settings settings) {
    AnalyticsConfig config =
        new AnalyticsConfig(
            KafkaConfig.from(settings),
            ElasticConfig.from(settings),
            PartitioningConfig.from(settings),
            settings.count("spillway.analytics.loop.workers", 1, 32),
            LoopConfig.from(settings, "spillway.analytics.loop"),
            settings.duration(
                "spillway.analytics.loop.stock-wait", Duration.ZERO, Duration.ofSeconds(10)),
            settings.duration(
                "spillway.analytics.loop.stock-wait-while-many",
                Duration.ZERO,
                Duration.ofSeconds(10)),
            bulk(settings),
            indexSettings(settings),
            reports(settings));
    settings.check();
    return config;
  }

  private static Bulk bulk(Settings settings) {
    String at = "spillway.analytics.bulk.";
    return new Bulk(
        settings.count(at + "documents", 1, 100_000),
        settings.bytes(at + "bytes", 64 << 10, 64L << 20),
        settings.count(at + "resends", 0, 20),
        settings.duration(at + "timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)));
  }

  private static IndexSettings indexSettings(Settings settings) {
    String at = "spillway.analytics.index.";
    return new IndexSettings(
        settings.count(at + "replicas", 0, 10),
        settings.duration(at + "refresh-every", Duration.ofMillis(100), Duration.ofMinutes(10)),
        settings.duration(
            at + "refresh-catching-up", Duration.ofMillis(100), Duration.ofMinutes(10)),
        settings.count(at + "catch-up-records", 100, Integer.MAX_VALUE),
        settings.count(at + "keep-months", 0, 1_200),
        settings.count(at + "low-stock", 0, Integer.MAX_VALUE),
        movements(settings, at + "movements"));
  }

  private static IndexedMovements movements(Settings settings, String path) {
    String setting = settings.text(path);
    return IndexedMovements.of(setting)
        .orElseGet(
            () -> {
              settings.violation(
                  path,
                  "'" + setting + "'",
                  Arrays.stream(IndexedMovements.values())
                      .map(IndexedMovements::setting)
                      .collect(Collectors.joining(" or ")));
              return IndexedMovements.ALL;
            });
  }

  private static Reports reports(Settings settings) {
    String at = "spillway.analytics.reports.";
    return new Reports(
        settings.text(REPORTS_HOST),
        settings.count(at + "port", 0, 65_535),
        settings.duration(at + "refresh-every", Duration.ofSeconds(1), Duration.ofHours(1)),
        settings.duration(at + "timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
        settings.duration(at + "patience", Duration.ofMillis(1), Duration.ofSeconds(10)),
        settings.duration(at + "sample-every", Duration.ofSeconds(5), Duration.ofMinutes(10)),
        OwnCertificate.from(settings, at + "tls"));
  }
}
