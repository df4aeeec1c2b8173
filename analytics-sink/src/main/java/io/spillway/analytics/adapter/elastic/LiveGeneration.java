package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.Indices;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The generation that the aliases point to, so that readers' and writers' is swapped in one step.
 * Asked at most every two seconds, and after every refusal. Thread-safe.
 */
public final class LiveGeneration implements WriteTarget {
  /** A sink may write to the old generation for so long after a swap. */
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ElasticClient client;
  private final Clock clock;
  private Generation known = Generation.FIRST;
  private @Nullable Instant knownAt;

  /** Asks the cluster behind a client. */
  public LiveGeneration(ElasticClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public synchronized Generation generation() throws IndexUnavailableException {
    Instant now = clock.instant();
    Instant last = knownAt;
    if (last == null || now.isAfter(last.plus(FRESH))) {
      known = ask();
      knownAt = now;
    }
    return known;
  }

  @Override
  public boolean aliased() {
    return true;
  }

  @Override
  public synchronized void forget() {
    knownAt = null;
  }

  private Generation ask() throws IndexUnavailableException {
    byte[] answer = client.perform("GET", "/_alias", Map.of(), null, TIMEOUT);
    try {
      JsonNode indices = JSON.readTree(answer);
      return StreamSupport.stream(indices.properties().spliterator(), false)
          .filter(index -> aliased(index.getValue().path("aliases")))
          .map(index -> Generation.parse(index.getKey()))
          .flatMap(Optional::stream)
          .map(Generation.Parsed::generation)
          .max(Comparator.comparing(Generation::number))
          .orElse(Generation.FIRST);
    } catch (IOException e) {
      throw new IndexUnavailableException("Elasticsearch does not return its aliases", e);
    }
  }

  private static boolean aliased(JsonNode aliases) {
    return Indices.ALL.stream().anyMatch(aliases::has);
  }
}
