package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes whole indices of months that are not kept any more; only of names that are ours. */
public final class ElasticRetention {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticRetention.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JsonCalls elastic;
  private final Retention retention;
  private final Clock clock;

  public ElasticRetention(ElasticClient client, Retention retention, Clock clock) {
    this.elastic = new JsonCalls(client, TIMEOUT);
    this.retention = retention;
    this.clock = clock;
  }

  public void clean() throws IndexUnavailableException {
    if (retention.months() == 0) {
      return;
    }
    Instant now = clock.instant();
    JsonNode indices = elastic.call("GET", "/_alias", Map.of());
    List<String> expired = new ArrayList<>();
    indices
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (Generation.parse(name).isPresent() && !retention.keeps(name, now)) {
                expired.add(name);
              }
            });
    for (String name : expired) {
      elastic.call("DELETE", "/" + name, Map.of("ignore_unavailable", "true"));
      LOG.info("index {} is not kept any more and was removed", name);
    }
  }
}
