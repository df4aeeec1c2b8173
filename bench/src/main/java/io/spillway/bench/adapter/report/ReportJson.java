package io.spillway.bench.adapter.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.RowReport;
import java.util.List;

/** The results for scripts. */
public final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportJson() {}

  /** An array with one object a row: facts, goals with what was reached, medians. */
  public static String of(List<RowReport> reports) {
    ArrayNode all = JSON.createArrayNode();
    for (RowReport report : reports) {
      ObjectNode row = all.addObject();
      row.put("row", report.spec().number()).put("title", report.spec().title());
      ObjectNode facts = row.putObject("facts");
      report.facts().forEach(facts::put);
      ArrayNode goals = row.putArray("goals");
      for (Goal goal : report.spec().goals()) {
        ObjectNode node = goals.addObject().put("goal", goal.text());
        goal.reached(report.samples())
            .ifPresent(value -> node.put("reached", value).put("met", goal.isMetBy(value)));
      }
      ObjectNode medians = row.putObject("medians");
      for (RowReport.Entry contender : report.contenders()) {
        ObjectNode figures = medians.putObject(contender.name());
        for (String figure : report.figures()) {
          report.median(contender.name(), figure).ifPresent(v -> figures.put(figure, v));
        }
      }
    }
    return all.toPrettyString();
  }
}
