package io.spillway.reports.adapter.http;

import io.spillway.reports.NamedReportReads;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report's rows as RFC 4180 text. A text that a spreadsheet would take for a formula begins with
 * an apostrophe, as shops' customers write some of them.
 */
final class ReportCsv {
  private static final List<String> PRODUCT =
      List.of(NamedReportReads.NAME, NamedReportReads.CATEGORY);

  private ReportCsv() {}

  static String of(ReportDefinition report, ReportTable table) {
    StringBuilder out = new StringBuilder();
    List<String> head = new ArrayList<>();
    report.buckets().stream().map(Bucket::field).forEach(head::add);
    List<String> added = NamedReportReads.isOfProducts(report) ? PRODUCT : List.of();
    head.addAll(added);
    report.metrics().stream().map(Metric::name).forEach(head::add);
    appendLine(out, head);
    for (ReportTable.Row row : table.rows()) {
      List<String> cells = new ArrayList<>();
      report.buckets().forEach(bucket -> cells.add(harmless(row.key(bucket.field()))));
      added.forEach(key -> cells.add(harmless(row.key(key))));
      report.metrics().forEach(m -> cells.add(row.has(m.name()) ? "" + row.value(m.name()) : ""));
      appendLine(out, cells);
    }
    return out.toString();
  }

  private static void appendLine(StringBuilder out, List<String> cells) {
    out.append(cells.stream().map(ReportCsv::quoted).collect(Collectors.joining(",")));
    out.append("\r\n");
  }

  private static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? '\'' + text : text;
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
