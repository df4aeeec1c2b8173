package io.spillway.analytics.adapter.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.report.Filter;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;

/** Reports and problems as JSON. */
final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportJson() {}

  /** A report with its figures; amounts are whole numbers of minor units. */
  static String report(ReportDefinition report, ReportTable table, Window window) {
    ObjectNode root = about(report);
    if (report.filters().stream().anyMatch(f -> f instanceof Filter.InWindow)) {
      ObjectNode span = root.putObject("window");
      span.put("from", window.from().toString()).put("to", window.to().toString());
      span.put("stepSeconds", window.range().step().toSeconds());
    }
    root.put("documents", table.documents());
    ArrayNode rows = root.putArray("rows");
    for (ReportTable.Row row : table.rows()) {
      ObjectNode node = rows.addObject();
      row.keys().forEach(node::put);
      row.values().forEach(node::put);
    }
    return root.toString();
  }

  /** Which reports there are. */
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
    return JSON.createObjectNode()
        .put("name", report.name())
        .put("title", report.title())
        .put("question", report.question())
        .put("unit", report.unit().label());
  }
}
