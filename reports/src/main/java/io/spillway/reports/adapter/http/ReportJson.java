package io.spillway.reports.adapter.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Window;

/** Reports and problems as JSON. */
final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportJson() {}

  /** A report with its rows; amounts are whole numbers of minor units. */
  static String report(ReportDefinition report, ReportTable table, ReportRequest request) {
    ObjectNode root = about(report);
    ReportDefinition.Time time = report.time();
    if (time != null) {
      Window window = request.window();
      ObjectNode span = root.putObject("window").put("field", time.field());
      span.put("from", window.from() == null ? null : "" + window.from());
      span.put("to", window.to() == null ? null : "" + window.to());
      span.put("stepSeconds", window.step().toSeconds());
    }
    ObjectNode filters = root.putObject("filters");
    request.only().forEach((dimension, value) -> filters.put(dimension.parameter(), value));
    root.put("documents", table.documents());
    ArrayNode rows = root.putArray("rows");
    for (ReportTable.Row row : table.rows()) {
      ObjectNode node = rows.addObject();
      row.keys().forEach(node::put);
      row.values().forEach(node::put);
    }
    return root.toString();
  }

  static String index() {
    ArrayNode all = JSON.createArrayNode();
    for (ReportDefinition report : Reports.ALL) {
      all.add(about(report).put("href", "/reports/api/" + report.name()));
    }
    return JSON.createObjectNode().set("reports", all).toString();
  }

  /** RFC 9457. */
  static String problem(int status, String type, String title, String detail) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("type", "urn:spillway:problem:" + type).put("title", title).put("status", status);
    return problem.put("detail", detail).toString();
  }

  private static ObjectNode about(ReportDefinition report) {
    ObjectNode about =
        JSON.createObjectNode()
            .put("name", report.name())
            .put("title", report.title())
            .put("question", report.question())
            .put("section", report.section().title())
            .put("unit", report.unit().label());
    ArrayNode metrics = about.putArray("metrics");
    for (Metric metric : report.metrics()) {
      metrics.addObject().put("name", metric.name()).put("unit", metric.unit().label());
    }
    ArrayNode takes = about.putArray("filterableBy");
    Dimension.of(report.index()).forEach(dimension -> takes.add(dimension.parameter()));
    return about;
  }
}
