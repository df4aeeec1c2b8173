package io.spillway.reports.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.reports.GeneratedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/reports.md} is made from the definitions. */
class ReportsDocTest {
  private static final Path PAGE = Path.of("../docs/reports.md");
  private static final String BEGIN = "<!-- reports: generated from the definitions -->\n";
  private static final String END = "<!-- end of reports -->";

  @Test
  void theTableIsWhatTheDefinitionsSay() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String wanted = page.substring(0, begin) + table() + page.substring(page.indexOf(END));

    assertThat(GeneratedFile.in(PAGE, wanted).equals(wanted))
        .as(GeneratedFile.advice("ReportsDocTest"))
        .isTrue();
  }

  private static String table() {
    StringBuilder out = new StringBuilder();
    for (Section section : Section.values()) {
      out.append("\n### ").append(section.title()).append("\n");
      out.append("| name | question | from | time | by | figures | shown as |\n");
      out.append("|---|---|---|---|---|---|---|\n");
      for (ReportDefinition report : Reports.of(section)) {
        out.append("| `").append(report.name()).append("` | ").append(report.question());
        out.append(" | `").append(report.index()).append("` | ").append(time(report));
        out.append(" | ").append(buckets(report)).append(" | ").append(metrics(report));
        out.append(" | ").append(report.chart().label()).append(" |\n");
      }
    }
    return out.append("\n").toString();
  }

  private static String time(ReportDefinition report) {
    return report.time() == null
        ? "now"
        : "`" + report.time().field() + "`, " + report.time().usual().label();
  }

  private static String buckets(ReportDefinition report) {
    return report.buckets().stream()
        .map(
            bucket ->
                switch (bucket) {
                  case Bucket.Terms terms ->
                      (terms.lowest() ? "lowest " : "top ") + terms.size() + " " + terms.field();
                  case Bucket.WindowStep _ -> "step";
                  case Bucket.Hour _ -> "hour";
                  case Bucket.Day _ -> "day";
                  case Bucket.Groups groups -> "groups of " + groups.field();
                })
        .collect(Collectors.joining(", "));
  }

  private static String metrics(ReportDefinition report) {
    return report.metrics().stream()
        .map(metric -> metric.name() + " (" + metric.unit().label() + ")")
        .collect(Collectors.joining(", "));
  }
}
