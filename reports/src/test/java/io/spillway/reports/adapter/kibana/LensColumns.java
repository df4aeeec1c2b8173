package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import java.util.List;

/** Buckets and metrics as the columns of a Lens layer. */
final class LensColumns {
  private static final JsonMapper JSON = new JsonMapper();

  private LensColumns() {}

  /** Kibana does not join, so it cannot tell how long units last. */
  static List<Metric> metrics(ReportDefinition report) {
    return report.metrics().stream().filter(m -> !(m instanceof Metric.MinutesLeft)).toList();
  }

  static String bucketId(int place) {
    return "bucket-" + place;
  }

  static String metricId(int place) {
    return "metric-" + place;
  }

  static ObjectNode bucket(Bucket bucket) {
    return switch (bucket) {
      case Bucket.Terms terms -> terms(terms);
      case Bucket.WindowStep(String field) -> histogram(field, "auto");
      case Bucket.Hour(String field) -> histogram(field, "1h");
      case Bucket.Day(String field) -> histogram(field, "1d");
      case Bucket.Groups groups -> groups(groups);
    };
  }

  private static ObjectNode terms(Bucket.Terms terms) {
    ObjectNode column = column(terms.field(), "string", "terms", true, "ordinal");
    column.put("sourceField", terms.field());
    ObjectNode params = column.putObject("params");
    params.put("size", terms.size());
    params.putObject("orderBy").put("type", "column").put("columnId", metricId(0));
    params.put("orderDirection", terms.lowest() ? "asc" : "desc");
    params.put("otherBucket", false).put("missingBucket", false).put("accuracyMode", true);
    params.putObject("parentFormat").put("id", "terms");
    params.putArray("include");
    params.putArray("exclude");
    return column;
  }

  private static ObjectNode histogram(String field, String interval) {
    ObjectNode column = column(field, "date", "date_histogram", true, "interval");
    column.put("sourceField", field);
    column
        .putObject("params")
        .put("interval", interval)
        .put("includeEmptyRows", true)
        .put("dropPartials", false);
    return column;
  }

  private static ObjectNode groups(Bucket.Groups groups) {
    ObjectNode column = column(groups.field(), "string", "filters", true, "ordinal");
    ArrayNode filters = column.putObject("params").putArray("filters");
    for (Bucket.Group group : groups.groups()) {
      ObjectNode filter = filters.addObject().put("label", group.name());
      filter.putObject("input").put("language", "kuery").put("query", Kql.of(group.filter()));
    }
    return column;
  }

  static ObjectNode metric(Metric metric) {
    return switch (metric) {
      case Metric.Count _ -> {
        ObjectNode column = metric(metric, "number", "count", "___records___");
        column.putObject("params").put("emptyAsNull", false);
        yield column;
      }
      case Metric.Sum sum -> {
        ObjectNode column = metric(metric, "number", "sum", sum.field());
        column.putObject("params").put("emptyAsNull", false);
        yield column;
      }
      case Metric.Highest highest -> metric(metric, "number", "max", highest.field());
      case Metric.Latest latest -> metric(metric, "date", "max", latest.field());
      case Metric.Percentile percentile -> {
        ObjectNode column = metric(metric, "number", "percentile", percentile.field());
        column.putObject("params").put("percentile", percentile.percent());
        yield column;
      }
      case Metric.MinutesLeft _ -> throw new IllegalArgumentException("Kibana does not join");
    };
  }

  private static ObjectNode metric(Metric metric, String dataType, String operation, String field) {
    String label = metric.name() + " (" + metric.unit().label() + ")";
    return column(label, dataType, operation, false, "ratio").put("sourceField", field);
  }

  private static ObjectNode column(
      String label, String dataType, String operation, boolean bucketed, String scale) {
    return JSON.createObjectNode()
        .put("label", label)
        .put("customLabel", true)
        .put("dataType", dataType)
        .put("operationType", operation)
        .put("isBucketed", bucketed)
        .put("scale", scale);
  }
}
