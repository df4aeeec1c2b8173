package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.Unit;
import io.spillway.reports.core.Window;
import java.util.List;

/** A report as Elasticsearch's search body: one aggregation inside the other, no hits. */
record ReportQuery(ReportDefinition report, ReportRequest request) {
  /** Name of every bucket aggregation. */
  static final String BUCKET = "by";

  /**
   * Candidates a shard offers for a list of the highest: with fewer distinct values per month than
   * this, the list over many monthly indices is exact.
   */
  private static final int SHARD_SIZE = 10_000;

  private static final JsonMapper JSON = new JsonMapper();

  static ObjectNode of(ReportDefinition report, ReportRequest request) {
    return new ReportQuery(report, request).body();
  }

  private ObjectNode body() {
    ObjectNode root = JSON.createObjectNode();
    root.put("size", 0).put("track_total_hits", true);
    ArrayNode filters = root.putObject("query").putObject("bool").putArray("filter");
    report.filters().forEach(filter -> filters.add(FilterQuery.of(filter, request.now())));
    request.only().forEach((key, value) -> filters.add(FilterQuery.is(key.field(), value)));
    Window window = request.window();
    ReportDefinition.Time time = report.time();
    if (time != null && (window.from() != null || window.to() != null)) {
      filters.add(FilterQuery.inside(time.field(), window.from(), window.to()));
    }
    nest(root, report.buckets());
    return root;
  }

  private void nest(ObjectNode parent, List<Bucket> buckets) {
    ObjectNode aggregations = parent.putObject("aggs");
    addMetrics(aggregations);
    if (buckets.isEmpty()) {
      return;
    }
    ObjectNode by = aggregations.putObject(BUCKET);
    switch (buckets.getFirst()) {
      case Bucket.Terms terms -> addTerms(by, terms);
      case Bucket.WindowStep(String field) ->
          histogram(by, field).put("fixed_interval", request.window().step().toSeconds() + "s");
      case Bucket.Hour(String field) -> histogram(by, field).put("calendar_interval", "hour");
      case Bucket.Day(String field) -> histogram(by, field).put("calendar_interval", "day");
      case Bucket.Groups groups -> addGroups(by, groups);
    }
    nest(by, buckets.subList(1, buckets.size()));
  }

  private static ObjectNode histogram(ObjectNode by, String field) {
    return by.putObject("date_histogram").put("field", field).put("min_doc_count", 1);
  }

  /** By their places: the names are for people. */
  private void addGroups(ObjectNode by, Bucket.Groups groups) {
    ArrayNode filters = by.putObject("filters").putArray("filters");
    groups.groups().forEach(group -> filters.add(FilterQuery.of(group.filter(), request.now())));
  }

  private void addTerms(ObjectNode by, Bucket.Terms terms) {
    ObjectNode node = by.putObject("terms");
    node.put("field", terms.field()).put("size", terms.size()).put("shard_size", SHARD_SIZE);
    ArrayNode order = node.putArray("order");
    Metric first = report.metric();
    String key = first instanceof Metric.Count ? "_count" : first.name();
    order.addObject().put(key, terms.lowest() ? "asc" : "desc");
    order.addObject().put("_key", "asc");
  }

  private void addMetrics(ObjectNode aggregations) {
    for (Metric metric : report.metrics()) {
      switch (metric) {
        case Metric.Count _, Metric.MinutesLeft _ -> {}
        case Metric.Sum(String name, String field, Unit _) ->
            aggregations.putObject(name).putObject("sum").put("field", field);
        case Metric.Highest(String name, String field, Unit _) ->
            aggregations.putObject(name).putObject("max").put("field", field);
        case Metric.Latest(String name, String field) ->
            aggregations.putObject(name).putObject("max").put("field", field);
        case Metric.Percentile(String name, String field, double percent, Unit _) ->
            aggregations
                .putObject(name)
                .putObject("percentiles")
                .put("field", field)
                .put("keyed", false)
                .putArray("percents")
                .add(percent);
      }
    }
  }
}
