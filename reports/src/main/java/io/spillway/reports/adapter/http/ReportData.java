package io.spillway.reports.adapter.http;

import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.Selection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one rendering of the page shows.
 *
 * @param at when the tables were read; while they are being read, now
 * @param tables by the reports' names; those that are not known (yet) are missing
 * @param unavailable why Elasticsearch could not be read; empty when it could
 */
record ReportData(
    Instant at, Selection selection, Map<String, ReportTable> tables, String unavailable) {
  ReportData {
    tables = Map.copyOf(tables);
  }

  @Nullable ReportTable of(ReportDefinition report) {
    return tables.get(report.name());
  }
}
