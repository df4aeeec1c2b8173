package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks Elasticsearch what Kibana would ask for a Lens panel: the layer's buckets one inside the
 * other in the order of its columns, then its metrics.
 */
public final class LensQuery {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode columns;
  private final List<String> buckets = new ArrayList<>();
  private final List<String> metrics = new ArrayList<>();
  private final String query;
  private final Instant now;
  private final String autoInterval;

  /**
   * A panel's query.
   *
   * @param autoInterval what Kibana would choose for the time that its picker shows
   */
  public LensQuery(JsonNode panel, Instant now, String autoInterval) {
    JsonNode layer = panel.at("/attributes/state/datasourceStates/formBased/layers/report");
    this.columns = layer.path("columns");
    this.query = panel.at("/attributes/state/query/query").asText();
    this.now = now;
    this.autoInterval = autoInterval;
    for (JsonNode id : layer.path("columnOrder")) {
      boolean bucketed = columns.path(id.asText()).path("isBucketed").asBoolean();
      (bucketed ? buckets : metrics).add(id.asText());
    }
  }

  /** The search's body; the time picker is a range over the data view's time field, or null. */
  public ObjectNode body(String timeField, Instant from, Instant to) {
    ObjectNode body = JSON.createObjectNode().put("size", 0);
    ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
    filters.add(KqlQuery.toElastic(query, now));
    if (!timeField.isEmpty() && from != null) {
      filters
          .addObject()
          .putObject("range")
          .putObject(timeField)
          .put("gte", from.toString())
          .put("lt", to.toString());
    }
    nest(body, 0);
    return body;
  }

  private void nest(ObjectNode parent, int depth) {
    ObjectNode aggregations = parent.putObject("aggs");
    for (String id : metrics) {
      metric(aggregations, id, columns.path(id));
    }
    if (depth < buckets.size()) {
      String id = buckets.get(depth);
      ObjectNode aggregation = aggregations.putObject(id);
      bucket(aggregation, columns.path(id));
      nest(aggregation, depth + 1);
    }
  }

  private void bucket(ObjectNode aggregation, JsonNode column) {
    JsonNode params = column.path("params");
    String field = column.path("sourceField").asText();
    switch (column.path("operationType").asText()) {
      case "terms" -> {
        String by = params.at("/orderBy/columnId").asText();
        boolean count = columns.path(by).path("operationType").asText().equals("count");
        aggregation
            .putObject("terms")
            .put("field", field)
            .put("size", params.path("size").asInt())
            .put("shard_size", 10_000)
            .putObject("order")
            .put(count ? "_count" : by, params.path("orderDirection").asText());
      }
      case "date_histogram" -> {
        String interval = params.path("interval").asText();
        ObjectNode histogram = aggregation.putObject("date_histogram").put("field", field);
        if (interval.equals("auto")) {
          histogram.put("fixed_interval", autoInterval);
        } else {
          histogram.put("calendar_interval", interval);
        }
        histogram.put("min_doc_count", 1);
      }
      case "filters" -> {
        ArrayNode filters = aggregation.putObject("filters").putArray("filters");
        for (JsonNode filter : params.path("filters")) {
          filters.add(KqlQuery.toElastic(filter.at("/input/query").asText(), now));
        }
      }
      default -> throw new IllegalArgumentException(column.toString());
    }
  }

  private static void metric(ObjectNode aggregations, String id, JsonNode column) {
    String field = column.path("sourceField").asText();
    switch (column.path("operationType").asText()) {
      case "count" -> {}
      case "sum" -> aggregations.putObject(id).putObject("sum").put("field", field);
      case "max" -> aggregations.putObject(id).putObject("max").put("field", field);
      case "percentile" ->
          aggregations
              .putObject(id)
              .putObject("percentiles")
              .put("field", field)
              .putArray("percents")
              .add(column.at("/params/percentile").asDouble());
      default -> throw new IllegalArgumentException(column.toString());
    }
  }

  /** The answer's rows: the keys of the buckets, then the metrics as whole numbers, as texts. */
  public List<String> rows(JsonNode answer) {
    List<String> rows = new ArrayList<>();
    long documents = answer.at("/hits/total/value").asLong();
    collect(answer.path("aggregations"), documents, 0, "", rows);
    return rows;
  }

  private void collect(JsonNode level, long documents, int depth, String keys, List<String> rows) {
    if (depth < buckets.size()) {
      JsonNode column = columns.path(buckets.get(depth));
      int place = 0;
      for (JsonNode found : level.path(buckets.get(depth)).path("buckets")) {
        String key =
            switch (column.path("operationType").asText()) {
              case "filters" -> column.at("/params/filters/" + place++ + "/label").asText();
              case "date_histogram" -> Instant.ofEpochMilli(found.path("key").asLong()).toString();
              default -> found.path("key").asText();
            };
        collect(found, found.path("doc_count").asLong(), depth + 1, keys + key + " | ", rows);
      }
      return;
    }
    StringBuilder row = new StringBuilder(keys);
    for (String id : metrics) {
      JsonNode metric = level.path(id);
      JsonNode value =
          metric.has("values") ? metric.path("values").iterator().next() : metric.path("value");
      boolean count = columns.path(id).path("operationType").asText().equals("count");
      row.append(count ? "" + documents : value.isNumber() ? "" + Math.round(value.asDouble()) : "")
          .append(" ; ");
    }
    rows.add(row.toString());
  }
}
