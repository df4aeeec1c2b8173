package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Chart;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import java.util.List;

/** A report as a Lens visualization with one form-based layer. */
final class LensPanel {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LAYER = "report";

  private LensPanel() {}

  static String id(ReportDefinition report) {
    return "spillway-" + report.name();
  }

  static ObjectNode savedObject(ReportDefinition report) {
    ObjectNode object = SavedObject.of("lens", id(report), "8.9.0");
    ObjectNode attributes = object.putObject("attributes");
    attributes.put("title", report.title()).put("description", report.question());
    attributes.put("visualizationType", type(report));
    ObjectNode state = attributes.putObject("state");
    state
        .putObject("datasourceStates")
        .putObject("formBased")
        .putObject("layers")
        .set(LAYER, layer(report));
    state.set("visualization", visualization(report));
    state.putObject("query").put("language", "kuery").put("query", Kql.of(report.filters()));
    state.putArray("filters");
    state.putArray("internalReferences");
    state.putObject("adHocDataViews");
    String view = DataView.of(report).id();
    SavedObject.refer(object, "indexpattern-datasource-layer-" + LAYER, "index-pattern", view);
    return object;
  }

  private static ObjectNode layer(ReportDefinition report) {
    ObjectNode layer = JSON.createObjectNode();
    ObjectNode columns = layer.putObject("columns");
    ArrayNode order = layer.putArray("columnOrder");
    List<Bucket> buckets = report.buckets();
    for (int i = 0; i < buckets.size(); i++) {
      columns.set(LensColumns.bucketId(i), LensColumns.bucket(buckets.get(i)));
      order.add(LensColumns.bucketId(i));
    }
    List<Metric> metrics = LensColumns.metrics(report);
    for (int i = 0; i < metrics.size(); i++) {
      columns.set(LensColumns.metricId(i), LensColumns.metric(metrics.get(i)));
      order.add(LensColumns.metricId(i));
    }
    layer.putObject("incompleteColumns");
    layer.put("sampling", 1);
    return layer;
  }

  private static String type(ReportDefinition report) {
    return switch (report.chart()) {
      case STACKED_COLUMNS, COLUMNS_PER_CURRENCY, LINES, BARS -> "lnsXY";
      case TABLE -> "lnsDatatable";
      case TILES -> report.buckets().isEmpty() ? "lnsMetric" : "lnsDatatable";
    };
  }

  private static ObjectNode visualization(ReportDefinition report) {
    return switch (type(report)) {
      case "lnsXY" -> xy(report);
      case "lnsMetric" ->
          JSON.createObjectNode()
              .put("layerId", LAYER)
              .put("layerType", "data")
              .put("metricAccessor", LensColumns.metricId(0));
      default -> table(report);
    };
  }

  private static ObjectNode table(ReportDefinition report) {
    ObjectNode table = JSON.createObjectNode().put("layerId", LAYER).put("layerType", "data");
    ArrayNode columns = table.putArray("columns");
    for (int i = 0; i < report.buckets().size(); i++) {
      columns.addObject().put("columnId", LensColumns.bucketId(i));
    }
    for (int i = 0; i < LensColumns.metrics(report).size(); i++) {
      columns.addObject().put("columnId", LensColumns.metricId(i));
    }
    return table;
  }

  /** One axis shows one unit: of several metrics only percentiles share it. */
  private static ObjectNode xy(ReportDefinition report) {
    boolean perCurrency = report.buckets().getFirst().field().equals("currency");
    int across = perCurrency ? 1 : 0;
    int split = perCurrency ? 0 : report.buckets().size() - 1;
    ObjectNode xy = JSON.createObjectNode();
    ObjectNode legend = xy.putObject("legend").put("isVisible", true);
    legend.put("position", "right");
    xy.put("valueLabels", "hide").put("preferredSeriesType", series(report.chart()));
    xy.put("fittingFunction", "None").put("yTitle", report.unit().label());
    ObjectNode titles = xy.putObject("axisTitlesVisibilitySettings");
    titles.put("x", true).put("yLeft", true).put("yRight", false);
    ObjectNode layer = xy.putArray("layers").addObject();
    layer.put("layerId", LAYER).put("layerType", "data");
    layer.put("seriesType", series(report.chart()));
    layer.put("xAccessor", LensColumns.bucketId(across));
    if (split != across) {
      layer.put("splitAccessor", LensColumns.bucketId(split));
    }
    ArrayNode accessors = layer.putArray("accessors");
    int shown = report.chart() == Chart.LINES ? LensColumns.metrics(report).size() : 1;
    for (int i = 0; i < shown; i++) {
      accessors.add(LensColumns.metricId(i));
    }
    return xy;
  }

  private static String series(Chart chart) {
    return switch (chart) {
      case STACKED_COLUMNS -> "bar_stacked";
      case LINES -> "line";
      case BARS -> "bar_horizontal";
      case COLUMNS_PER_CURRENCY, TABLE, TILES -> "bar";
    };
  }
}
