package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Scale;
import java.util.List;
import java.util.Locale;

/**
 * Columns, plain or stacked, as inline SVG. Widths are percentages and heights are pixels, so the
 * chart fits any width and its text keeps its size.
 */
final class ColumnChart {
  private static final int HEIGHT = 190;
  private static final int TICK_LABELS = 5;

  /** So that a single column does not fill the page. */
  private static final int MIN_SLOTS = 12;

  private static final double COLUMN_SHARE = 0.78;

  /** One part of a column: its style and its height in the axis's unit. */
  record Part(String style, double value) {}

  /**
   * One column.
   *
   * @param label under the axis, where there is room
   * @param tooltip the whole story
   * @param parts from the bottom up
   */
  record Column(String label, String tooltip, List<Part> parts) {
    double total() {
      return parts.stream().mapToDouble(Part::value).sum();
    }
  }

  private ColumnChart() {}

  /**
   * The chart with its axes.
   *
   * @param title read by screen readers
   * @param yUnit what the vertical axis counts
   * @param xUnit what the horizontal axis counts
   * @param smallestStep of the vertical axis
   */
  static String svg(
      String title, String yUnit, String xUnit, double smallestStep, List<Column> columns) {
    double max = columns.stream().mapToDouble(Column::total).max().orElse(0);
    Scale scale = Scale.upTo(max, smallestStep);
    StringBuilder out = new StringBuilder();
    out.append("<p class=\"y-unit\">").append(Html.escape(yUnit)).append("</p>");
    out.append("<div class=\"plot\"><svg width=\"100%\" height=\"")
        .append(HEIGHT)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.escape(title))
        .append("\">");
    appendGrid(out, scale);
    appendColumns(out, scale, columns);
    out.append("</svg></div><p class=\"x-unit\">").append(Html.escape(xUnit)).append("</p>");
    return out.toString();
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

  private static void appendColumns(StringBuilder out, Scale scale, List<Column> columns) {
    int slots = Math.max(MIN_SLOTS, columns.size());
    double slot = 100.0 / slots;
    int labelEvery = Math.max(1, Math.ceilDiv(slots, TICK_LABELS));
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double left = i * slot;
      out.append("<g class=\"column\"><title>").append(Html.escape(column.tooltip()));
      out.append("</title><rect class=\"hit\" y=\"0\" height=\"").append(HEIGHT).append("\" x=\"");
      out.append(number(left)).append("%\" width=\"").append(number(slot)).append("%\"/>");
      appendParts(out, scale, column, left + slot * (1 - COLUMN_SHARE) / 2, slot * COLUMN_SHARE);
      out.append("</g>");
      if (i % labelEvery == 0) {
        // A phone has room for every other label.
        String style = i / labelEvery % 2 == 0 ? "tick" : "tick roomy";
        out.append("<text class=\"").append(style).append("\" text-anchor=\"middle\" y=\"");
        out.append(HEIGHT + 18);
        out.append("\" x=\"").append(number(left + slot / 2)).append("%\">");
        out.append(Html.escape(column.label())).append("</text>");
      }
    }
  }

  private static void appendParts(
      StringBuilder out, Scale scale, Column column, double left, double width) {
    double bottom = HEIGHT;
    for (Part part : column.parts()) {
      double height = scale.share(part.value()) * HEIGHT;
      if (height > 0) {
        bottom -= height;
        out.append("<rect class=\"").append(part.style()).append("\" x=\"").append(number(left));
        out.append("%\" width=\"").append(number(width)).append("%\" y=\"").append(number(bottom));
        out.append("\" height=\"").append(number(height)).append("\"/>");
      }
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
