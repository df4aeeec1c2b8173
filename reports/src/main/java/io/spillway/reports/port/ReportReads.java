package io.spillway.reports.port;

import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;

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
