package io.spillway.reports.core;

import java.time.Instant;
import java.util.Map;

/**
 * A report is asked for.
 *
 * @param window the report's time field lies in it, if the report has one
 * @param only values of dimensions that the report's documents have
 * @param now what ages are counted from
 */
public record ReportRequest(Window window, Map<Dimension, String> only, Instant now) {
  public ReportRequest {
    only = Map.copyOf(only);
  }
}
