package io.spillway.bench.adapter.report;

import io.spillway.bench.core.Goal;
import io.spillway.bench.core.RowReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The pictures of the report, as SVG. A machine without fonts cannot draw; it gets none. */
final class Charts {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Charts() {}

  /** Draws what the rows give figures for; answers the files' names. */
  static List<String> write(List<RowReport> reports, Path directory) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(directory);
    List<String> names = new ArrayList<>();
    try {
      goals(reports, directory, names);
    } catch (RuntimeException | LinkageError noFonts) {
      System.err.println("no pictures: " + noFonts);
    }
    return names;
  }

  private static void goals(List<RowReport> reports, Path directory, List<String> names)
      throws IOException {
    List<String> labels = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    List<Double> ones = new ArrayList<>();
    for (RowReport report : reports) {
      int letter = 'a';
      for (Goal goal : report.spec().goals()) {
        OptionalDouble reached = goal.reached(report.samples());
        if (reached.isPresent() && goal.atLeast() && goal.bound() > 0) {
          labels.add(report.spec().number() + String.valueOf((char) letter));
          shares.add(reached.getAsDouble() / goal.bound());
          ones.add(1.0);
        }
        letter++;
      }
    }
    if (labels.isEmpty()) {
      return;
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Reached, as a share of the goal")
            .xAxisTitle("row and goal")
            .yAxisTitle("× goal")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.addSeries("reached", labels, shares);
    chart.addSeries("goal", labels, ones);
    save(chart, directory, "throughput.svg", names);
  }

  private static void save(Chart<?, ?> chart, Path directory, String name, List<String> names)
      throws IOException {
    String path = directory.resolve(name).toString();
    VectorGraphicsEncoder.saveVectorGraphic(chart, path, VectorGraphicsFormat.SVG);
    names.add(name);
  }
}
