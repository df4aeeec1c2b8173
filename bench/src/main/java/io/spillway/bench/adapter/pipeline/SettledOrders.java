package io.spillway.bench.adapter.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Confirmed and rejected orders as a search finds them. Thread-safe. */
final class SettledOrders implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> STATUSES = List.of("CONFIRMED", "REJECTED");

  private final String uri;
  private final String indices;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile long last;

  /** Of an index, or of a pattern of them. */
  SettledOrders(String uri, String indices) {
    this.uri = uri;
    this.indices = indices;
  }

  /** How many there are; the same as before while that cannot be told. */
  long count() throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    statuses(body.putObject("query"));
    last = post("/" + indices + "/_count", body).path("count").asLong(last);
    return last;
  }

  /** Those of the ids that a search finds. */
  Set<String> found(Collection<String> ids) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("size", ids.size()).put("_source", false);
    var filter = body.putObject("query").putObject("bool").putArray("filter");
    var values = filter.addObject().putObject("ids").putArray("values");
    ids.forEach(values::add);
    statuses(filter.addObject());
    Set<String> found = new HashSet<>();
    for (JsonNode hit : post("/" + indices + "/_search", body).path("hits").path("hits")) {
      found.add(hit.path("_id").asText());
    }
    return found;
  }

  private static void statuses(ObjectNode query) {
    var values = query.putObject("terms").putArray("status");
    STATUSES.forEach(values::add);
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(uri + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() == 503) {
      // The shard of a new index is not there for a moment, or the last one is being moved.
      return JSON.createObjectNode();
    }
    if (response.statusCode() != 200) {
      throw new IOException(
          path
              + " was answered "
              + response.statusCode()
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
