package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Section;

/** A section of the reports as a dashboard; panels flow over Kibana's grid of 48 columns. */
final class Dashboard {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int GRID = 48;

  private Dashboard() {}

  static String id(Section section) {
    return "spillway-" + section.id();
  }

  static ObjectNode savedObject(Section section) {
    ObjectNode object = SavedObject.of("dashboard", id(section), "10.3.0");
    ObjectNode attributes = object.putObject("attributes");
    attributes.put("title", "Spillway: " + section.title());
    attributes.put("description", section.question());
    attributes.put("panelsJSON", panels(object, section).toString());
    ObjectNode options = JSON.createObjectNode().put("useMargins", true);
    options.put("syncColors", false).put("syncCursor", true).put("syncTooltips", false);
    attributes.put("optionsJSON", options.put("hidePanelTitles", false).toString());
    attributes.put("timeRestore", true).put("timeFrom", from(section)).put("timeTo", "now");
    attributes.putObject("refreshInterval").put("pause", false).put("value", 10_000);
    ObjectNode source = JSON.createObjectNode();
    source.putObject("query").put("language", "kuery").put("query", "");
    source.putArray("filter");
    attributes.putObject("kibanaSavedObjectMeta").put("searchSourceJSON", source.toString());
    attributes.put("version", 3);
    return object;
  }

  private static String from(Section section) {
    return section == Section.SALES ? "now-30d" : "now-1h";
  }

  private static ArrayNode panels(ObjectNode object, Section section) {
    ArrayNode panels = JSON.createArrayNode();
    int x = 0;
    int y = 0;
    int rowHeight = 0;
    for (ReportDefinition report : Reports.of(section)) {
      int width = width(report);
      if (x + width > GRID) {
        x = 0;
        y += rowHeight;
        rowHeight = 0;
      }
      String id = report.name();
      ObjectNode panel = panels.addObject().put("type", "lens").put("panelIndex", id);
      ObjectNode grid = panel.putObject("gridData").put("i", id);
      grid.put("x", x).put("y", y).put("w", width).put("h", height(report));
      panel.put("panelRefName", "panel_" + id);
      panel.putObject("embeddableConfig");
      SavedObject.refer(object, id + ":panel_" + id, "lens", LensPanel.id(report));
      x += width;
      rowHeight = Math.max(rowHeight, height(report));
    }
    return panels;
  }

  private static int width(ReportDefinition report) {
    return switch (report.chart()) {
      case TILES -> 12;
      case STACKED_COLUMNS, COLUMNS_PER_CURRENCY -> GRID;
      case LINES, BARS, TABLE -> GRID / 2;
    };
  }

  private static int height(ReportDefinition report) {
    return switch (report.chart()) {
      case TILES -> 8;
      case STACKED_COLUMNS, COLUMNS_PER_CURRENCY, LINES, BARS, TABLE -> 14;
    };
  }
}
