package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Selection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that one rendering of the page shows.
 *
 * @param at when they were read; while they are being read, now
 * @param tables by the reports' names; those that are not known (yet) are missing
 * @param unavailable why some are missing, empty when none is for that reason
 */
record Figures(
    Instant at, Selection selection, Map<String, ReportTable> tables, String unavailable) {
  Figures {
    tables = Map.copyOf(tables);
  }

  Optional<ReportTable> of(ReportDefinition report) {
    return Optional.ofNullable(tables.get(report.name()));
  }
}
