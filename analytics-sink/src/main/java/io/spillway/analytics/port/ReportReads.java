package io.spillway.analytics.port;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Window;

/** Answers reports from the indexed documents. Thread-safe. */
public interface ReportReads {
  /**
   * The report's figures; without rows while nothing is indexed.
   *
   * @param window for the reports that have one; the others cover everything
   * @throws IndexUnavailableException when the index does not answer
   */
  ReportTable read(ReportDefinition report, Window window) throws IndexUnavailableException;
}
