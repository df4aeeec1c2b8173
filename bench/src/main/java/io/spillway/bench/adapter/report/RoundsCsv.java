package io.spillway.bench.adapter.report;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.core.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row's raw rounds, one figure a line; the run's facts in lines before them, which begin with
 * {@code #}. Reads what it wrote.
 */
final class RoundsCsv {
  private static final String HEADER = "round,contender,role,figure,value";

  private RoundsCsv() {}

  static List<String> lines(RowReport report) {
    List<String> lines = new ArrayList<>();
    report.facts().forEach((name, value) -> lines.add("# " + name + "=" + value));
    lines.add(HEADER);
    for (Sample sample : report.samples()) {
      sample
          .figures()
          .values()
          .forEach(
              (figure, value) ->
                  lines.add(
                      String.join(
                          ",",
                          Integer.toString(sample.round()),
                          quoted(sample.contender()),
                          sample.role().name(),
                          quoted(figure),
                          Double.toString(value))));
    }
    return lines;
  }

  /** Throws IllegalArgumentException on a line that is none of ours. */
  static RowReport parse(RowSpec spec, List<String> lines) {
    Map<String, String> facts = new LinkedHashMap<>();
    Map<List<String>, Map<String, Double>> runs = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith("# ")) {
        int equals = line.indexOf('=');
        facts.put(line.substring(2, equals), line.substring(equals + 1));
      } else if (!line.equals(HEADER) && !line.isBlank()) {
        List<String> cells = cells(line);
        runs.computeIfAbsent(cells.subList(0, 3), _ -> new LinkedHashMap<>())
            .put(cells.get(3), Double.parseDouble(cells.get(4)));
      }
    }
    List<Sample> samples = new ArrayList<>();
    runs.forEach(
        (run, figures) ->
            samples.add(
                new Sample(
                    Integer.parseInt(run.get(0)),
                    run.get(1),
                    Role.valueOf(run.get(2)),
                    new Measurements(figures))));
    return new RowReport(spec, facts, samples);
  }

  private static String quoted(String text) {
    return text.contains(",") ? '"' + text + '"' : text;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean inQuotes = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        inQuotes = !inQuotes;
      } else if (c == ',' && !inQuotes) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    if (cells.size() != 5) {
      throw new IllegalArgumentException("'" + line + "' has not 5 cells");
    }
    return cells;
  }
}
