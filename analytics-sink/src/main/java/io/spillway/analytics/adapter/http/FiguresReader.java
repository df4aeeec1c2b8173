package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads all reports for the page, at most once a second for each range: many viewers cost
 * Elasticsearch no more than one. Thread-safe.
 */
final class FiguresReader {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ReportReads reads;
  private final Clock clock;
  private final Map<Window.Range, Figures> last = new EnumMap<>(Window.Range.class);

  FiguresReader(ReportReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** The figures now; never fails, but may say what is unavailable. */
  synchronized Figures read(Window.Range range) {
    Figures known = last.get(range);
    if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
      return known;
    }
    Figures fresh = readAll(range);
    last.put(range, fresh);
    return fresh;
  }

  private Figures readAll(Window.Range range) {
    Window window = Window.endingAt(clock.instant(), range);
    Map<String, ReportTable> tables = new HashMap<>();
    String unavailable = "";
    try {
      for (ReportDefinition report : Reports.ALL) {
        tables.put(report.name(), reads.read(report, window));
      }
    } catch (IndexUnavailableException e) {
      // The others would only wait for the same.
      unavailable = "" + e.getMessage();
    }
    // Taken afterwards, so that figures which took long to get still count as fresh.
    Instant at = clock.instant();
    return new Figures(at, window, tables, unavailable);
  }
}
