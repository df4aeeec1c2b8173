package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Scale;
import java.util.List;

/** Columns over time, plain or stacked. */
final class ColumnChart {
  /** So that a single column does not fill the page. */
  private static final int MIN_SLOTS = 12;

  private static final double COLUMN_SHARE = 0.78;

  /** One part of a column: its style, its height in the axis's unit, and where it leads, or "". */
  record Part(String style, double value, String href) {}

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
   * @param smallestStep of the vertical axis
   */
  static String svg(String yUnit, String xUnit, double smallestStep, List<Column> columns) {
    double max = columns.stream().mapToDouble(Column::total).max().orElse(0);
    Scale scale = Scale.upTo(max, smallestStep);
    int slots = Math.max(MIN_SLOTS, columns.size());
    double slot = 100.0 / slots;
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      appendColumn(out, scale, columns.get(i), i * slot, slot);
    }
    List<String> labels = columns.stream().map(Column::label).toList();
    return Axes.frame(yUnit, xUnit, scale, labels, slots, out.toString());
  }

  private static void appendColumn(
      StringBuilder out, Scale scale, Column column, double left, double slot) {
    if (column.total() == 0) {
      return;
    }
    out.append("<g class=\"column\"><title>").append(Html.escape(column.tooltip()));
    out.append("</title><rect class=\"hit\" y=\"0\" height=\"").append(Axes.HEIGHT);
    out.append("\" x=\"").append(Axes.number(left)).append("%\" width=\"");
    out.append(Axes.number(slot)).append("%\"/>");
    double bottom = Axes.HEIGHT;
    for (Part part : column.parts()) {
      double height = scale.share(part.value()) * Axes.HEIGHT;
      if (height > 0) {
        bottom -= height;
        appendPart(out, part, left + slot * (1 - COLUMN_SHARE) / 2, slot, bottom, height);
      }
    }
    out.append("</g>");
  }

  private static void appendPart(
      StringBuilder out, Part part, double left, double slot, double top, double height) {
    boolean link = !part.href().isEmpty();
    if (link) {
      // Out of the tab order: the table below has the same links.
      out.append("<a tabindex=\"-1\" href=\"").append(Html.escape(part.href())).append("\">");
    }
    out.append("<rect class=\"").append(part.style()).append("\" x=\"").append(Axes.number(left));
    out.append("%\" width=\"").append(Axes.number(slot * COLUMN_SHARE)).append("%\" y=\"");
    out.append(Axes.number(top)).append("\" height=\"").append(Axes.number(height)).append("\"/>");
    out.append(link ? "</a>" : "");
  }
}
