package io.spillway.reports.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Searches, answered by all shards or not at all. A missing index has no documents; one that was
 * created just now has no shard for a moment, for which this waits.
 */
final class SearchAnswers {
  /** A new index has its shards within this time; an outage is reported this much later. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long AGAIN_AFTER_MILLIS = 100;

  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticClient client;
  private final Duration timeout;

  SearchAnswers(ElasticClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * Every shard's answer: figures of a part would look like figures.
   *
   * @throws IndexUnavailableException when there is no such answer within two seconds, or none at
   *     all within the timeout
   */
  JsonNode of(String index, ObjectNode body) throws IndexUnavailableException {
    long start = System.nanoTime();
    while (true) {
      try {
        return whole(index, body);
      } catch (PoisonException e) {
        throw new IndexUnavailableException(
            "Elasticsearch refused the search: " + e.getMessage(), e);
      } catch (IndexUnavailableException e) {
        if (System.nanoTime() - start > PATIENCE.toNanos() || interrupted()) {
          throw e;
        }
      }
    }
  }

  private static boolean interrupted() {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MILLIS);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private JsonNode whole(String index, ObjectNode body) throws IndexUnavailableException {
    JsonNode answer = search(index, body);
    if (answer.path("_shards").path("failed").asInt() > 0 || answer.path("timed_out").asBoolean()) {
      throw new IndexUnavailableException("Elasticsearch could not read every shard");
    }
    return answer;
  }

  private JsonNode search(String index, ObjectNode body) throws IndexUnavailableException {
    try {
      byte[] answer =
          client.perform(
              "POST",
              "/" + index + "/_search",
              Map.of("ignore_unavailable", "true"),
              body.toString().getBytes(UTF_8),
              timeout);
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new IndexUnavailableException("unreadable answer from Elasticsearch", e);
    }
  }
}
