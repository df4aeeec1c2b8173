package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Whether Elasticsearch answers and has all its primary shards; asked every two seconds at most.
 */
public final class ElasticHealth implements HealthCheck {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ElasticClient client;
  private final Clock clock;
  private Instant checkedAt = Instant.MIN;
  private HealthStatus last = HealthStatus.down("not asked yet");

  public ElasticHealth(ElasticClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public synchronized HealthStatus check() {
    Instant now = clock.instant();
    if (now.isAfter(checkedAt.plus(FRESH))) {
      last = ask();
      checkedAt = clock.instant();
    }
    return last;
  }

  private HealthStatus ask() {
    try {
      byte[] answer =
          client.perform("GET", "/_cluster/health", Map.of("filter_path", "status"), null, TIMEOUT);
      return new String(answer, UTF_8).contains("\"red\"")
          ? HealthStatus.down("Elasticsearch is red: a primary shard is missing")
          : HealthStatus.up();
    } catch (IndexUnavailableException | PoisonException e) {
      return HealthStatus.down("" + e.getMessage());
    }
  }
}
