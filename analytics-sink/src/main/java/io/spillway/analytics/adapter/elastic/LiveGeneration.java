package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.Indices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generation that the aliases point to, so that readers' and writers' is swapped in one step.
 * Asked at most every two seconds, and after every refusal. Thread-safe.
 */
public final class LiveGeneration implements WriteTarget {
  /** A sink may write to the old generation for so long after a swap. */
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final JsonCalls elastic;
  private final Clock clock;
  private Generation known = Generation.FIRST;
  private @Nullable Instant knownAt;

  public LiveGeneration(ElasticClient client, Clock clock) {
    this.elastic = new JsonCalls(client, TIMEOUT);
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
    return elastic.call("GET", "/_alias", Map.of()).properties().stream()
        .filter(index -> aliased(index.getValue().path("aliases")))
        .map(index -> Generation.parse(index.getKey()))
        .flatMap(Optional::stream)
        .map(Generation.Parsed::generation)
        .max(Comparator.comparing(Generation::number))
        .orElse(Generation.FIRST);
  }

  private static boolean aliased(JsonNode aliases) {
    return Indices.ALL.stream().anyMatch(aliases::has);
  }
}
