package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Scale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines over time; where there is no figure, the line is interrupted. */
final class LineChart {
  private static final int WIDTH = 1_000;

  /** One line: its style, and its heights in the axis's unit, null where there is none. */
  record Line(String style, List<@Nullable Double> values) {
    Line {
      values = java.util.Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  private LineChart() {}

  /** The chart with its axes; {@code tooltips} has one for each label, empty without figures. */
  static String svg(
      String yUnit, String xUnit, List<String> labels, List<String> tooltips, List<Line> lines) {
    double max = 0;
    for (Line line : lines) {
      for (Double value : line.values()) {
        max = Math.max(max, value == null ? 0 : value);
      }
    }
    Scale scale = Scale.upTo(max, 1);
    StringBuilder out = new StringBuilder();
    appendHits(out, tooltips);
    // Stretched to the width; strokes keep theirs.
    out.append("<svg x=\"0\" y=\"0\" width=\"100%\" height=\"").append(Axes.HEIGHT);
    out.append("\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(Axes.HEIGHT);
    out.append("\" preserveAspectRatio=\"none\" class=\"lines\">");
    for (Line line : lines) {
      appendLine(out, scale, line);
    }
    out.append("</svg>");
    return Axes.frame(yUnit, xUnit, scale, labels, Math.max(1, labels.size()), out.toString());
  }

  private static void appendHits(StringBuilder out, List<String> tooltips) {
    double slot = 100.0 / Math.max(1, tooltips.size());
    for (int i = 0; i < tooltips.size(); i++) {
      if (tooltips.get(i).isEmpty()) {
        continue;
      }
      out.append("<g class=\"column\"><title>").append(Html.escape(tooltips.get(i)));
      out.append("</title><rect class=\"hit\" y=\"0\" height=\"").append(Axes.HEIGHT);
      out.append("\" x=\"").append(Axes.number(i * slot)).append("%\" width=\"");
      out.append(Axes.number(slot)).append("%\"/></g>");
    }
  }

  private static void appendLine(StringBuilder out, Scale scale, Line line) {
    StringBuilder path = new StringBuilder();
    int steps = line.values().size();
    boolean drawing = false;
    for (int i = 0; i < steps; i++) {
      Double value = line.values().get(i);
      if (value == null) {
        drawing = false;
        continue;
      }
      String at =
          Axes.number(WIDTH * (i + 0.5) / steps)
              + ' '
              + Axes.number(Axes.HEIGHT - scale.share(value) * Axes.HEIGHT);
      // A lone figure is a dot: a line to itself with round ends.
      path.append(drawing ? 'L' : 'M').append(at).append(drawing ? "" : "L" + at);
      drawing = true;
    }
    out.append("<path class=\"line ").append(line.style()).append("\" d=\"").append(path);
    out.append("\"/>");
  }
}
