package io.spillway.bench.adapter.report;

import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The page that people read. */
final class MarkdownReport {
  /** A figure {@code name@x} is a point of a curve: a picture's, not a table's. */
  static final char POINT = '@';

  private static final String CPU = "cpu µs/op ";

  private MarkdownReport() {}

  static List<String> lines(
      List<RowReport> reports, List<String> pictures, Map<Integer, List<String>> remarks) {
    List<String> lines = new ArrayList<>();
    lines.add("# Benchmarks");
    lines.add("");
    lines.add("Written by `./spillway bench`. Ours, its peers and its limit run in the same run,");
    lines.add("interleaved, for several rounds; a cell is the median of the rounds, a ratio the");
    lines.add("median of the rounds' ratios. Absolute figures move from machine to machine and");
    lines.add("from run to run; the ratios are what counts. Raw rounds: `benchmarks/row-*.csv`.");
    lines.add("");
    goals(lines, reports);
    pictures.forEach(
        picture -> {
          lines.add("![" + picture + "](benchmarks/" + picture + ")");
          lines.add("");
        });
    for (RowReport report : reports) {
      row(lines, report);
      List<String> said = remarks.getOrDefault(report.spec().number(), List.of());
      if (!said.isEmpty()) {
        lines.addAll(said);
        lines.add("");
      }
    }
    return lines;
  }

  private static void goals(List<String> lines, List<RowReport> reports) {
    lines.add("| # | row | goal | reached | |");
    lines.add("|---|---|---|---:|---|");
    for (RowReport report : reports) {
      for (Goal goal : report.spec().goals()) {
        OptionalDouble reached = goal.reached(report.samples());
        lines.add(
            String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s |",
                report.spec().number(),
                report.spec().title(),
                goal.text(),
                reached.isPresent() ? number(reached.getAsDouble()) : "-",
                reached.isEmpty() ? "" : goal.isMetBy(reached.getAsDouble()) ? "yes" : "**no**"));
      }
    }
    lines.add("");
  }

  private static void row(List<String> lines, RowReport report) {
    lines.add("## " + report.spec().number() + ". " + report.spec().title());
    lines.add("");
    report.spec().method().forEach(lines::add);
    lines.add("");
    List<String> figures =
        report.figures().stream()
            .filter(f -> !f.startsWith(CPU) && !f.startsWith(Measurements.CAUSED))
            .filter(f -> f.indexOf(POINT) < 0)
            .toList();
    table(lines, report, figures, name -> heading(name, report));
    List<String> cpu = report.figures().stream().filter(f -> f.startsWith(CPU)).toList();
    if (!cpu.isEmpty()) {
      lines.add(
          "Processor time, µs per operation, by process; `bench` is the generator, and where");
      lines.add(
          "a contender runs inside it, the contender too; `others` is the rest of the machine.");
      lines.add("");
      table(lines, report, cpu, name -> name.substring(CPU.length()));
    }
    caused(lines, report);
    lines.add(
        report.facts().entrySet().stream()
            .map((Map.Entry<String, String> fact) -> fact.getKey() + ": " + fact.getValue())
            .collect(Collectors.joining("; ", "*", "*")));
    lines.add("");
  }

  /** A line for each counter, for there are many. */
  private static void caused(List<String> lines, RowReport report) {
    List<String> counters =
        report.figures().stream().filter(f -> f.startsWith(Measurements.CAUSED)).toList();
    if (counters.isEmpty()) {
      return;
    }
    List<RowReport.Entry> contenders = report.contenders();
    lines.add("By how much counters of the servers rose, an operation's share.");
    lines.add("");
    lines.add("| counter |" + contenders.stream().map(RowReport.Entry::name).collect(joined()));
    lines.add("|---|" + contenders.stream().map(_ -> "---:").collect(joined()));
    for (String counter : counters) {
      lines.add(
          "| "
              + counter.substring(Measurements.CAUSED.length())
              + " |"
              + contenders.stream()
                  .map(contender -> cell(report, contender, counter))
                  .collect(joined()));
    }
    lines.add("");
  }

  private static String cell(RowReport report, RowReport.Entry contender, String figure) {
    OptionalDouble median = report.median(contender.name(), figure);
    return median.isPresent() ? number(median.getAsDouble()) : "";
  }

  private static void table(
      List<String> lines,
      RowReport report,
      List<String> figures,
      java.util.function.UnaryOperator<String> heading) {
    lines.add("| contender | |" + figures.stream().map(heading).collect(joined()));
    lines.add("|---|---|" + figures.stream().map(_ -> "---:").collect(joined()));
    for (RowReport.Entry contender : report.contenders()) {
      lines.add(
          "| "
              + contender.name()
              + " | "
              + contender.role().name().toLowerCase(Locale.ROOT)
              + " |"
              + figures.stream().map(figure -> cell(report, contender, figure)).collect(joined()));
    }
    lines.add("");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" | ", " ", " |");
  }

  private static String heading(String figure, RowReport report) {
    return switch (figure) {
      case Measurements.OPERATIONS -> report.spec().operation();
      case Measurements.RATE -> report.spec().operation() + "/s";
      default -> figure;
    };
  }

  /** Three digits that mean something, or a whole number. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
