package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Filter;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.Indices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast the products of a list go, from the lines that orders keep: a second search, as
 * Elasticsearch does not join.
 */
record DemandRates(SearchAnswers search) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TENANTS = 1_000;

  private record Product(String tenant, String sku) {}

  /** The table with the metric in every row whose product goes. */
  ReportTable minutesLeft(ReportTable table, Metric.MinutesLeft metric, Instant now)
      throws IndexUnavailableException {
    List<String> skus = table.rows().stream().map(row -> row.key("sku")).distinct().toList();
    Map<Product, Long> kept = kept(skus, now.minus(metric.over()), now);
    List<Row> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      Map<String, Long> values = new LinkedHashMap<>(row.values());
      long units = kept.getOrDefault(new Product(row.key("tenant"), row.key("sku")), 0L);
      if (units > 0) {
        values.put(metric.name(), row.value(metric.units()) * metric.over().toMinutes() / units);
      }
      rows.add(new Row(row.keys(), values));
    }
    return new ReportTable(table.documents(), rows);
  }

  private Map<Product, Long> kept(List<String> skus, Instant from, Instant to)
      throws IndexUnavailableException {
    ObjectNode body = JSON.createObjectNode().put("size", 0);
    ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
    filters.add(FilterQuery.of(new Filter.Flag("kept"), to));
    filters.add(FilterQuery.of(new Filter.AnyOf("sku", skus), to));
    filters.add(FilterQuery.inside("createdAt", from, to));
    ObjectNode bySku = terms(body.putObject("aggs").putObject("sku"), "sku", skus.size());
    ObjectNode byTenant = terms(bySku.putObject("aggs").putObject("tenant"), "tenant", TENANTS);
    byTenant.putObject("aggs").putObject("units").putObject("sum").put("field", "quantity");

    Map<Product, Long> found = new HashMap<>();
    JsonNode answer = search.of(Indices.ORDER_LINES, body);
    for (JsonNode sku : answer.path("aggregations").path("sku").path("buckets")) {
      for (JsonNode tenant : sku.path("tenant").path("buckets")) {
        Product product = new Product(tenant.path("key").asText(), sku.path("key").asText());
        found.put(product, Math.round(tenant.path("units").path("value").asDouble()));
      }
    }
    return found;
  }

  private static ObjectNode terms(ObjectNode aggregation, String field, int size) {
    aggregation.putObject("terms").put("field", field).put("size", Math.max(1, size));
    return aggregation;
  }
}
