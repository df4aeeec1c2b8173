package io.spillway.bench.adapter.report;

import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of the report, as SVG. A machine without fonts cannot draw; it gets none. */
final class Charts {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int GROWTH = 13;
  private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");
  private static final List<String> MEASURED = List.of("", "event ", "searchable ");

  private final Path directory;
  private final List<String> names = new ArrayList<>();

  private Charts(Path directory) {
    this.directory = directory;
  }

  /** Draws what the rows give figures for; answers the files' names. */
  static List<String> write(List<RowReport> reports, Path directory) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(directory);
    Charts charts = new Charts(directory);
    try {
      charts.goals(reports);
      charts.latencies(reports);
      charts.curves(reports);
      charts.growth(reports);
    } catch (RuntimeException | LinkageError noFonts) {
      System.err.println("no more pictures: " + noFonts);
    }
    return charts.names;
  }

  private void goals(List<RowReport> reports) throws IOException {
    List<String> labels = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    List<Double> ones = new ArrayList<>();
    for (RowReport report : reports) {
      char letter = 'a';
      for (Goal goal : report.spec().goals()) {
        OptionalDouble reached = goal.reached(report.samples());
        if (reached.isPresent() && goal.atLeast() && goal.bound() > 0) {
          labels.add(report.spec().number() + String.valueOf(letter));
          shares.add(reached.getAsDouble() / goal.bound());
          ones.add(1.0);
        }
        letter++;
      }
    }
    if (labels.isEmpty()) {
      return;
    }
    CategoryChart chart = bars("Throughput against its goals", "row and goal", "× goal");
    chart.addSeries("reached", labels, shares);
    chart.addSeries("goal", labels, ones);
    save(chart, "throughput.svg");
  }

  /** Every contender with percentiles, a line each. */
  private void latencies(List<RowReport> reports) throws IOException {
    CategoryChart chart = bars("Latency from the intended time", "percentile", "ms");
    // Bars begin at zero, which a logarithmic axis does not have.
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    chart.getStyler().setYAxisLogarithmic(true);
    boolean any = false;
    for (RowReport report : reports) {
      for (RowReport.Entry contender : report.contenders()) {
        for (String measured : MEASURED) {
          List<Double> millis = new ArrayList<>();
          for (String percentile : PERCENTILES) {
            report
                .median(contender.name(), measured + percentile + " ms")
                .ifPresent(value -> millis.add(Math.max(0.01, value)));
          }
          if (millis.size() == PERCENTILES.size()) {
            String name = report.spec().number() + " " + contender.name() + " " + measured;
            chart.addSeries(name.strip(), PERCENTILES, millis);
            any = true;
          }
        }
      }
    }
    if (any) {
      save(chart, "latency.svg");
    }
  }

  /** The drain curve: the points of the last round that has any. */
  private void curves(List<RowReport> reports) throws IOException {
    for (RowReport report : reports) {
      for (Sample sample : report.samples().reversed()) {
        TreeMap<Double, Double> points = points(sample.figures());
        if (!points.isEmpty()) {
          XYChart chart =
              new XYChartBuilder()
                  .width(WIDTH)
                  .height(HEIGHT)
                  .title(report.spec().title() + ": unsettled orders")
                  .xAxisTitle("seconds since the restart")
                  .yAxisTitle("orders")
                  .build();
          chart.getStyler().setLegendVisible(false);
          chart
              .addSeries("unsettled", List.copyOf(points.keySet()), List.copyOf(points.values()))
              .setMarker(SeriesMarkers.NONE);
          save(chart, "drain.svg");
          break;
        }
      }
    }
  }

  private static TreeMap<Double, Double> points(Measurements figures) {
    TreeMap<Double, Double> points = new TreeMap<>();
    for (Map.Entry<String, Double> each : figures.values().entrySet()) {
      int at = each.getKey().indexOf(MarkdownReport.POINT);
      if (at >= 0) {
        points.put(Double.parseDouble(each.getKey().substring(at + 1)), each.getValue());
      }
    }
    return points;
  }

  private void growth(List<RowReport> reports) throws IOException {
    for (RowReport report : reports) {
      if (report.spec().number() == GROWTH) {
        List<String> labels = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        for (RowReport.Entry contender : report.contenders()) {
          double rate = report.median(contender.name(), Measurements.RATE).orElse(0);
          if (rate > 0) {
            labels.add(contender.name());
            micros.add(1e6 / rate);
          }
        }
        CategoryChart chart = bars("Cost as data, shards and lines grow", "", "µs an operation");
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.addSeries("cost", labels, micros);
        save(chart, "growth.svg");
      }
    }
  }

  private static CategoryChart bars(String title, String x, String y) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    return chart;
  }

  private void save(Chart<?, ?> chart, String name) throws IOException {
    String path = directory.resolve(name).toString();
    VectorGraphicsEncoder.saveVectorGraphic(chart, path, VectorGraphicsFormat.SVG);
    names.add(name);
  }
}
