package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests about indices, JSON in and out; what is refused is the cluster's fault here. */
record JsonCalls(ElasticClient client, Duration timeout) {
  static final JsonMapper JSON = new JsonMapper();

  /** For requests about those of the named indices that there are, which may be none. */
  static final Map<String, String> THOSE_THERE =
      Map.of("ignore_unavailable", "true", "allow_no_indices", "true");

  JsonNode call(String method, String path, Map<String, String> parameters)
      throws IndexUnavailableException {
    return call(method, path, parameters, (byte[]) null);
  }

  JsonNode call(String method, String path, Map<String, String> parameters, ObjectNode body)
      throws IndexUnavailableException {
    return call(method, path, parameters, body.toString().getBytes(UTF_8));
  }

  JsonNode call(String method, String path, Map<String, String> parameters, byte @Nullable [] body)
      throws IndexUnavailableException {
    try {
      return JSON.readTree(client.perform(method, path, parameters, body, timeout));
    } catch (PoisonException e) {
      throw new IndexUnavailableException("refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IndexUnavailableException("Elasticsearch's response cannot be parsed", e);
    }
  }
}
