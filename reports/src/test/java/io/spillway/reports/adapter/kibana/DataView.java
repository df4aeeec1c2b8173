package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.ReportDefinition;

/**
 * What Kibana calls an alias with a time: its one time picker is about that field. So an alias has
 * a view for each time that reports are about, and one without for those about the present.
 */
record DataView(String index, String timeField) {
  private static final JsonMapper JSON = new JsonMapper();

  static DataView of(ReportDefinition report) {
    ReportDefinition.Time time = report.time();
    return new DataView(report.index(), time == null ? "" : time.field());
  }

  String id() {
    return "spillway-"
        + index
        + '-'
        + (timeField.isEmpty() ? "now" : timeField.toLowerCase(java.util.Locale.ROOT));
  }

  ObjectNode savedObject() {
    ObjectNode object = SavedObject.of("index-pattern", id(), "8.0.0");
    ObjectNode attributes = object.putObject("attributes");
    attributes.put("title", index);
    String name = timeField.isEmpty() ? "now" : "by " + timeField;
    attributes.put("name", "Spillway " + index + " (" + name + ")");
    if (!timeField.isEmpty()) {
      attributes.put("timeFieldName", timeField);
    }
    attributes.put("fields", "[]").put("sourceFilters", "[]");
    attributes.put("fieldFormatMap", JSON.createObjectNode().toString());
    attributes.put("runtimeFieldMap", "{}").put("fieldAttrs", "{}");
    object.putArray("references");
    return object;
  }
}
