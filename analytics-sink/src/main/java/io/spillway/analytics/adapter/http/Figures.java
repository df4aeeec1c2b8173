package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Window;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that one rendering of the page shows.
 *
 * @param at when it was read
 * @param tables by the reports' names; those that could not be read are missing
 * @param unavailable why some are missing, empty when none is
 */
record Figures(Instant at, Window window, Map<String, ReportTable> tables, String unavailable) {
  Figures {
    tables = Map.copyOf(tables);
  }

  Optional<ReportTable> of(ReportDefinition report) {
    return Optional.ofNullable(tables.get(report.name()));
  }
}
