package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.port.Search;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the demo asks of Elasticsearch; an index that does not exist yet holds nothing. */
public final class ElasticSearch implements Search, AutoCloseable {
  private static final int PAGE = 5_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticHttp http;

  public ElasticSearch(String uri) {
    this.http = new ElasticHttp(uri);
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
    http.close();
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
    return http.post(path + ElasticHttp.LENIENT, query);
  }
}
