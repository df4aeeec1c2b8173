package io.spillway.analytics.port;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportRequest;
import io.spillway.analytics.core.report.ReportTable;

/** Answers reports from the indexed documents. Thread-safe. */
@FunctionalInterface
public interface ReportReads {
  /**
   * The report's figures; without rows while nothing is indexed.
   *
   * @throws IndexUnavailableException when the index does not answer
   */
  ReportTable read(ReportDefinition report, ReportRequest request) throws IndexUnavailableException;
}
