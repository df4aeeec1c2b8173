package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Filter;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.Window;
import java.util.List;

/** A report as Elasticsearch's search body: one aggregation inside the other, no hits. */
final class ReportQuery {
  /** Name of every bucket aggregation. */
  static final String BUCKET = "by";

  /**
   * Candidates a shard offers for a list of the highest: with fewer distinct values per month than
   * this, the list over many monthly indices is exact.
   */
  private static final int SHARD_SIZE = 10_000;

  private static final JsonMapper JSON = new JsonMapper();

  private ReportQuery() {}

  static ObjectNode of(ReportDefinition report, Window window) {
    ObjectNode root = JSON.createObjectNode();
    root.put("size", 0).put("track_total_hits", true);
    ArrayNode filters = root.putObject("query").putObject("bool").putArray("filter");
    report.filters().forEach(filter -> add(filters, filter, window));
    nest(root, report, report.buckets(), window);
    return root;
  }

  private static void add(ArrayNode filters, Filter filter, Window window) {
    ObjectNode node = filters.addObject();
    switch (filter) {
      case Filter.AnyOf(String field, List<String> values) -> {
        ArrayNode terms = node.putObject("terms").putArray(field);
        values.forEach(terms::add);
      }
      case Filter.Flag(String field) -> node.putObject("term").put(field, true);
      case Filter.Number(String field, long value) -> node.putObject("term").put(field, value);
      case Filter.InWindow(String field) ->
          node.putObject("range")
              .putObject(field)
              .put("gte", window.from().toString())
              .put("lt", window.to().toString());
    }
  }

  private static void nest(
      ObjectNode parent, ReportDefinition report, List<Bucket> buckets, Window window) {
    ObjectNode aggregations = parent.putObject("aggs");
    addMetrics(aggregations, report.metrics());
    if (!buckets.isEmpty()) {
      ObjectNode by = aggregations.putObject(BUCKET);
      switch (buckets.getFirst()) {
        case Bucket.Terms terms -> addTerms(by, terms, report.metrics().getFirst());
        case Bucket.WindowStep(String field) ->
            by.putObject("date_histogram")
                .put("field", field)
                .put("fixed_interval", window.range().step().toSeconds() + "s")
                .put("min_doc_count", 1);
        case Bucket.Day(String field) ->
            by.putObject("date_histogram")
                .put("field", field)
                .put("calendar_interval", "day")
                .put("min_doc_count", 1);
      }
      nest(by, report, buckets.subList(1, buckets.size()), window);
    }
  }

  private static void addTerms(ObjectNode by, Bucket.Terms terms, Metric first) {
    ObjectNode node = by.putObject("terms");
    node.put("field", terms.field()).put("size", terms.size()).put("shard_size", SHARD_SIZE);
    ArrayNode order = node.putArray("order");
    order.addObject().put(first instanceof Metric.Count ? "_count" : first.name(), "desc");
    order.addObject().put("_key", "asc");
  }

  private static void addMetrics(ObjectNode aggregations, List<Metric> metrics) {
    for (Metric metric : metrics) {
      switch (metric) {
        case Metric.Count _ -> {}
        case Metric.Sum(String name, String field) ->
            aggregations.putObject(name).putObject("sum").put("field", field);
        case Metric.Latest(String name, String field) ->
            aggregations.putObject(name).putObject("max").put("field", field);
      }
    }
  }
}
