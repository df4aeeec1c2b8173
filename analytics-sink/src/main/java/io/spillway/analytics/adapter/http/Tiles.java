package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** The figures at the head of the page. */
final class Tiles {
  private Tiles() {}

  static String html(Figures figures) {
    StringBuilder out = new StringBuilder("<section class=\"tiles\" aria-label=\"Totals\">");
    figures.of(Reports.ORDERS_BY_STATUS).ifPresent(table -> orders(out, table, figures.at()));
    figures
        .of(Reports.STOCK_OUTS)
        .ifPresent(table -> tile(out, "", "Sold out now", Labels.count(table.documents()), ""));
    figures
        .of(Reports.LOW_STOCK)
        .ifPresent(table -> tile(out, "", "Low on stock", Labels.count(table.documents()), ""));
    return out.append("</section>").toString();
  }

  private static void orders(StringBuilder out, ReportTable table, Instant now) {
    long total = table.documents();
    tile(out, "", "Orders", Labels.count(total), "");
    List<Row> rows =
        table.rows().stream()
            .sorted(Comparator.comparingInt(row -> Labels.statusRank(row.key("status"))))
            .toList();
    for (Row row : rows) {
      String status = row.key("status");
      long orders = row.value("orders");
      tile(
          out,
          Labels.statusStyle(status),
          Labels.status(status),
          Labels.count(orders),
          Labels.percent(orders, total));
    }
    OptionalLong newest = rows.stream().mapToLong(row -> row.value("updatedAt")).max();
    if (newest.isPresent()) {
      Instant at = Instant.ofEpochMilli(newest.getAsLong());
      tile(
          out,
          "",
          "Newest order document",
          Labels.age(Duration.between(at, now)) + " old",
          Labels.moment(at) + " UTC");
    }
  }

  private static void tile(
      StringBuilder out, String style, String name, String figure, String note) {
    out.append("<div class=\"tile ").append(style).append("\"><span>").append(Html.escape(name));
    out.append("</span><strong>").append(Html.escape(figure)).append("</strong><small>");
    out.append(Html.escape(note)).append("</small></div>");
  }
}
