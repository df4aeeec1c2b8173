package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Scale;
import java.util.List;
import java.util.Locale;

/** What charts over time have in common: the frame, the grid and the labels, as inline SVG. */
final class Axes {
  /** Height of the plot, in pixels. */
  static final int HEIGHT = 190;

  private static final int LABELS = 6;

  private Axes() {}

  /**
   * A chart: widths are percentages and heights are pixels, so it fits any width and its text keeps
   * its size. It is for the eye; its figures follow in a table.
   *
   * @param yUnit what the vertical axis counts
   * @param xUnit what the horizontal axis counts
   * @param labels under the steps, as many as there are steps
   * @param slots steps that have room; at least as many as there are
   */
  static String frame(
      String yUnit, String xUnit, Scale scale, List<String> labels, int slots, String plot) {
    StringBuilder out = new StringBuilder();
    out.append("<p class=\"y-unit\">").append(Html.escape(yUnit)).append("</p>");
    out.append("<div class=\"plot\" aria-hidden=\"true\"><svg width=\"100%\" height=\"");
    out.append(HEIGHT).append("\" focusable=\"false\">");
    appendGrid(out, scale);
    out.append(plot);
    appendLabels(out, labels, slots);
    out.append("</svg></div><p class=\"x-unit\">").append(Html.escape(xUnit)).append("</p>");
    return out.toString();
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static void appendGrid(StringBuilder out, Scale scale) {
    for (double tick : scale.ticks()) {
      String y = number(HEIGHT - scale.share(tick) * HEIGHT);
      String style = tick == 0 ? "axis" : "grid";
      out.append("<line class=\"").append(style).append("\" x1=\"0\" x2=\"100%\" y1=\"");
      out.append(y).append("\" y2=\"").append(y).append("\"/>");
      out.append("<text class=\"tick\" x=\"-8\" dy=\"4\" text-anchor=\"end\" y=\"");
      out.append(y).append("\">").append(Labels.tick(tick)).append("</text>");
    }
  }

  private static void appendLabels(StringBuilder out, List<String> labels, int slots) {
    int every = Math.max(1, Math.ceilDiv(slots, LABELS));
    for (int i = 0; i < labels.size(); i += every) {
      // A phone has room for every other label.
      String style = i / every % 2 == 0 ? "tick" : "tick roomy";
      String anchor = i == 0 ? "start" : "middle";
      double x = i == 0 ? 0 : 100.0 * (i + 0.5) / slots;
      if (i == 0 || x < 95) {
        out.append("<text class=\"").append(style).append("\" text-anchor=\"").append(anchor);
        out.append("\" y=\"").append(HEIGHT + 18).append("\" x=\"").append(number(x));
        out.append("%\">").append(Html.escape(labels.get(i))).append("</text>");
      }
    }
  }
}
