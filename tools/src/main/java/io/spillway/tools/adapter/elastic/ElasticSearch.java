package io.spillway.tools.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.tools.core.OrderFacts;
import io.spillway.tools.port.Search;
import io.spillway.tools.port.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks Elasticsearch over plain HTTP; an index that does not exist yet holds nothing. */
public final class ElasticSearch implements Search, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PAGE = 5_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final String uri;

  public ElasticSearch(String uri) {
    this.uri = uri;
  }

  @Override
  public long settledOrders(String tenant) throws UnavailableException, InterruptedException {
    return ask("/orders/_count", settledOf(tenant)).path("count").asLong();
  }

  @Override
  public long settledLines(String tenant) throws UnavailableException, InterruptedException {
    return ask("/order-lines/_count", settledOf(tenant)).path("count").asLong();
  }

  @Override
  public Map<String, OrderFacts> orders(String tenant)
      throws UnavailableException, InterruptedException {
    Map<String, OrderFacts> orders = new HashMap<>();
    JsonNode after = null;
    while (true) {
      JsonNode hits = ask("/orders/_search", page(tenant, after)).path("hits").path("hits");
      for (JsonNode hit : hits) {
        JsonNode source = hit.path("_source");
        orders.put(
            source.path("orderId").asText(),
            new OrderFacts(
                source.path("status").asText(),
                source.path("version").asLong(),
                source.path("lineCount").asInt()));
        after = hit.path("sort");
      }
      if (hits.size() < PAGE) {
        return orders;
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static ObjectNode ofTenant(String tenant) {
    ObjectNode query = JSON.createObjectNode();
    query.putObject("query").putObject("term").put("tenant", tenant);
    return query;
  }

  private static ObjectNode settledOf(String tenant) {
    ObjectNode query = JSON.createObjectNode();
    ArrayNode filters = query.putObject("query").putObject("bool").putArray("filter");
    filters.addObject().putObject("term").put("tenant", tenant);
    filters.addObject().putObject("terms").putArray("status").add("CONFIRMED").add("REJECTED");
    return query;
  }

  private static ObjectNode page(String tenant, @Nullable JsonNode after) {
    ObjectNode query = ofTenant(tenant);
    query.put("size", PAGE);
    query.putArray("sort").add("orderId");
    query.putArray("_source").add("orderId").add("status").add("version").add("lineCount");
    if (after != null) {
      query.set("search_after", after);
    }
    return query;
  }

  private JsonNode ask(String path, JsonNode query)
      throws UnavailableException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(uri + path + "?ignore_unavailable=true&allow_no_indices=true"))
            .header("Content-Type", "application/json")
            .timeout(LIMIT)
            .POST(BodyPublishers.ofString(query.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new UnavailableException(
            "Elasticsearch answered " + response.statusCode() + ": " + response.body(),
            Duration.ZERO);
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UnavailableException("Elasticsearch does not answer at " + uri, e);
    }
  }
}
