package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Section;
import io.spillway.reports.core.Unit;
import io.spillway.reports.core.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A single number with its name; style, link and note may be empty. */
record Tile(String style, String name, String href, String figure, String note) {
  /** The tiles of a section, in the order of its reports. */
  static List<Tile> of(Section section, ReportData data) {
    List<Tile> tiles = new ArrayList<>();
    for (ReportDefinition report : Panel.tiled(section)) {
      ReportTable table = data.of(report);
      if (table != null) {
        tiles.addAll(
            report.buckets().isEmpty()
                ? total(report, table, data.at())
                : parts(report, table, data));
      }
    }
    return tiles;
  }

  private static List<Tile> total(ReportDefinition report, ReportTable table, Instant at) {
    Metric metric = report.metric();
    return table.rows().stream()
        .filter(row -> row.has(metric.name()))
        .map(row -> total(report, row.value(metric.name()), at))
        .toList();
  }

  private static Tile total(ReportDefinition report, long value, Instant at) {
    if (report.unit() != Unit.TIME) {
      return new Tile("", report.title(), "", Labels.figure(value, report.unit(), ""), "");
    }
    Instant time = Instant.ofEpochMilli(value);
    String age = Labels.age(Duration.between(time, at)) + " ago";
    return new Tile("", report.title(), "", age, Labels.moment(time) + " UTC");
  }

  /** All documents, then each row with its share of them. */
  private static List<Tile> parts(ReportDefinition report, ReportTable table, ReportData data) {
    Bucket bucket = report.buckets().getFirst();
    Window window = data.selection().request(report, data.at()).window();
    DrillDownLink link = new DrillDownLink(report, data.selection(), window, Duration.ZERO);
    long total = table.documents();
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("", "Orders", Links.orders(Map.of()), Labels.count(total), window.label()));
    table.rows().stream()
        .sorted(Comparator.comparingInt((Row row) -> Labels.statusRank(row.key(bucket.field()))))
        .forEach(
            row -> {
              String key = row.key(bucket.field());
              long value = row.value(report.metric().name());
              tiles.add(
                  new Tile(
                      Labels.statusStyle(key),
                      Labels.status(key),
                      link.to(row),
                      Labels.count(value),
                      Labels.percent(value, total)));
            });
    return tiles;
  }
}
