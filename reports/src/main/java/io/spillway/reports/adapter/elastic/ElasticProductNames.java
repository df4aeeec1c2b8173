package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.ProductName;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ProductNames;
import io.spillway.schemas.documents.Indices;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names from the products index in one request, however many tenants have a SKU. */
public final class ElasticProductNames implements ProductNames {
  private static final JsonMapper JSON = new JsonMapper();

  private final SearchAnswers search;

  public ElasticProductNames(ElasticClient client, Duration timeout) {
    this.search = new SearchAnswers(client, timeout);
  }

  @Override
  public Map<String, ProductName> find(@Nullable String tenant, Collection<String> skus)
      throws IndexUnavailableException {
    Set<String> wanted = Set.copyOf(skus);
    if (wanted.size() > MAX_SKUS) {
      throw new IllegalArgumentException(
          wanted.size() + " SKUs are more than the " + MAX_SKUS + " of one look-up");
    }
    if (wanted.isEmpty()) {
      return Map.of();
    }
    JsonNode answer = search.of(Indices.PRODUCTS, query(tenant, wanted));
    Map<String, ProductName> names = new HashMap<>();
    for (JsonNode sku : answer.at("/aggregations/sku/buckets")) {
      String name = agreed(sku, "name");
      if (!name.isEmpty()) {
        names.put(sku.path("key").asText(), new ProductName(name, agreed(sku, "category")));
      }
    }
    return names;
  }

  /** What all documents of a SKU say; empty when one says nothing or something else. */
  private static String agreed(JsonNode sku, String field) {
    JsonNode first = sku.path(field).path("buckets").path(0);
    return first.path("doc_count").asLong() == sku.path("doc_count").asLong()
        ? first.path("key").asText()
        : "";
  }

  private static ObjectNode query(@Nullable String tenant, Set<String> skus) {
    ObjectNode root = JSON.createObjectNode().put("size", 0);
    ArrayNode filter = root.putObject("query").putObject("bool").putArray("filter");
    ArrayNode terms = filter.addObject().putObject("terms").putArray("sku");
    skus.forEach(terms::add);
    if (tenant != null) {
      filter.addObject().putObject("term").put("tenant", tenant);
    }
    ObjectNode bySku = root.putObject("aggs").putObject("sku");
    bySku.putObject("terms").put("field", "sku").put("size", skus.size());
    ObjectNode said = bySku.putObject("aggs");
    for (String field : List.of("name", "category")) {
      // The commonest is enough to see whether all agree.
      said.putObject(field).putObject("terms").put("field", field).put("size", 1);
    }
    return root;
  }
}
