package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.core.ProgressText;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Finding;
import io.spillway.verify.core.StoreFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a check found, for people and for machines. */
final class CheckText {
  private CheckText() {}

  static List<String> lines(CheckReport report) {
    TextTable table = new TextTable("", "invariant", "examined", "violations");
    for (Finding finding : report.findings()) {
      int number = finding.invariant().number();
      table.row(
          number == 0 ? "-" : number,
          finding.invariant().claim(),
          ProgressText.count(finding.examined()),
          ProgressText.count(finding.violations()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (Finding finding : report.findings()) {
      if (finding.violations() > 0) {
        lines.add("");
        lines.add(
            String.format(
                Locale.ROOT,
                "VIOLATED: %s (%s)",
                finding.invariant().claim(),
                ProgressText.count(finding.violations())));
        finding.examples().forEach(e -> lines.add("  " + e.id() + " " + e.fault()));
      }
    }
    byTopic(report).forEach((topic, count) -> lines.add(count + " dead letters in " + topic));
    report.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  static String json(CheckReport report, Duration took) {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("ok", report.ok());
    json.put("seconds", took.toMillis() / 1000.0);
    ArrayNode invariants = json.putArray("invariants");
    for (Finding finding : report.findings()) {
      ObjectNode one = invariants.addObject();
      one.put("number", finding.invariant().number());
      one.put("invariant", finding.invariant().claim());
      one.put("examined", finding.examined());
      one.put("violations", finding.violations());
      ArrayNode examples = one.putArray("examples");
      finding
          .examples()
          .forEach(e -> examples.addObject().put("id", e.id()).put("fault", e.fault()));
    }
    ObjectNode letters = json.putObject("deadLetters");
    byTopic(report).forEach(letters::put);
    ArrayNode notes = json.putArray("notes");
    report.notes().forEach(notes::add);
    return json.toString();
  }

  private static TreeMap<String, Long> byTopic(CheckReport report) {
    return report.deadLetters().stream()
        .collect(
            Collectors.groupingBy(
                StoreFacts.DeadLetter::topic, TreeMap::new, Collectors.counting()));
  }
}
