package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.DemoFlow;
import io.spillway.cli.core.DemoResult;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.core.ProgressText;
import java.time.Duration;
import java.util.List;

/** What a demo found, for people and for machines. */
final class DemoText {
  private DemoText() {}

  static List<String> table(DemoFlow.Outcome outcome) {
    DemoResult result = outcome.result();
    return new TextTable("what", "count", "seconds")
        .row("orders sent", ProgressText.count(result.sent()), "")
        .row("accepted", ProgressText.count(result.accepted()), seconds(outcome.submitted()))
        .row("confirmed", ProgressText.count(result.confirmed()), seconds(outcome.settled()))
        .row("rejected", ProgressText.count(result.rejected()), seconds(outcome.settled()))
        .row("in MySQL", ProgressText.count(result.mysqlOrders()), seconds(outcome.settled()))
        .row(
            "in Elasticsearch",
            ProgressText.count(result.elasticsearchOrders()),
            seconds(outcome.searchable()))
        .row("lines in MySQL", ProgressText.count(result.mysqlLines()), "")
        .row("lines in Elasticsearch", ProgressText.count(result.elasticsearchLines()), "")
        .row("SKUs oversold", ProgressText.count(result.oversold()), "")
        .lines();
  }

  static String json(DemoFlow.Outcome outcome) {
    DemoResult result = outcome.result();
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("accepted", result.accepted());
    json.put("confirmed", result.confirmed());
    json.put("rejected", result.rejected());
    json.put("mysqlOrders", result.mysqlOrders());
    json.put("elasticsearchOrders", result.elasticsearchOrders());
    json.put("elasticsearchLines", result.elasticsearchLines());
    json.put("oversold", result.oversold());
    json.putObject("seconds")
        .put("submit", rounded(outcome.submitted()))
        .put("terminal", rounded(outcome.settled()))
        .put("searchable", rounded(outcome.searchable()));
    json.put("ok", result.ok());
    return json.toString();
  }

  private static String seconds(Duration duration) {
    return Double.toString(rounded(duration));
  }

  private static double rounded(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }
}
