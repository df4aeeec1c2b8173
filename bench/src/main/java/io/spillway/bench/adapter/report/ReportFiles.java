package io.spillway.bench.adapter.report;

import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code benchmarks.md} with a folder {@code benchmarks/} beside it. A row's rounds are kept in its
 * own file, so running some rows again keeps the others' figures; what people have to say about a
 * row is kept in {@code row-NN.md} beside them, and stands below it on the page.
 */
public final class ReportFiles {
  private final Path directory;
  private final Path rounds;

  /** Files below a directory, which may not exist yet. */
  public ReportFiles(Path directory) {
    this.directory = directory;
    this.rounds = directory.resolve("benchmarks");
  }

  public Path directory() {
    return directory;
  }

  public void write(RowReport report) throws IOException {
    Files.createDirectories(rounds);
    Files.write(file(report.spec(), "csv"), RoundsCsv.lines(report));
  }

  /** Writes the page and the pictures anew from all rounds that are kept. */
  public void summarise(List<RowSpec> specs) throws IOException {
    List<RowReport> reports = new ArrayList<>();
    Map<Integer, List<String>> remarks = new HashMap<>();
    for (RowSpec spec : specs) {
      if (Files.exists(file(spec, "csv"))) {
        reports.add(RoundsCsv.parse(spec, Files.readAllLines(file(spec, "csv"))));
      }
      if (Files.exists(file(spec, "md"))) {
        remarks.put(spec.number(), Files.readAllLines(file(spec, "md")));
      }
    }
    List<String> pictures = Charts.write(reports, rounds);
    Files.write(
        directory.resolve("benchmarks.md"), MarkdownReport.lines(reports, pictures, remarks));
  }

  private Path file(RowSpec spec, String extension) {
    return rounds.resolve(String.format(Locale.ROOT, "row-%02d.%s", spec.number(), extension));
  }
}
