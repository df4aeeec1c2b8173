package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TerminalText;
import io.spillway.cli.core.TextTable;
import io.spillway.operate.core.DeadLetterGroups;
import io.spillway.operate.core.RedriveOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Dead letters for people, and for machines. */
final class DlqText {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int EXAMPLES = 20;

  private DlqText() {}

  static List<String> table(List<DeadLetterGroups.Group> groups) {
    if (groups.isEmpty()) {
      return List.of("no dead letters");
    }
    TextTable table =
        new TextTable("letters", "open", "first", "last", "oldest", "topic", "from", "cause");
    for (DeadLetterGroups.Group group : groups) {
      table.row(
          group.count(),
          group.open(),
          seconds(group.first()),
          seconds(group.last()),
          group.oldestOffset(),
          group.topic(),
          group.source(),
          group.cause());
    }
    return table.lines();
  }

  static String json(DeadLetterGroups.Group group) {
    return JSON.createObjectNode()
        .put("topic", group.topic())
        .put("source", group.source())
        .put("cause", group.cause())
        .put("letters", group.count())
        .put("open", group.open())
        .put("first", group.first().toString())
        .put("last", group.last().toString())
        .put("oldestOffset", group.oldestOffset())
        .toString();
  }

  static List<String> verdicts(List<RedriveOrder.Verdict> verdicts) {
    List<String> lines = new ArrayList<>();
    TextTable table = new TextTable("step", "letters");
    for (RedriveOrder.Step step : RedriveOrder.Step.values()) {
      table.row(name(step), RedriveOrder.with(verdicts, step).size());
    }
    lines.addAll(table.lines());
    verdicts.stream()
        .filter(verdict -> verdict.step() != RedriveOrder.Step.REDRIVE)
        .limit(EXAMPLES)
        .forEach(
            verdict ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%s %s: %s",
                        verdict.letter().id(),
                        name(verdict.step()),
                        TerminalText.escaped(verdict.why()))));
    return lines;
  }

  static String json(List<RedriveOrder.Verdict> verdicts, int redriven) {
    ObjectNode json = JSON.createObjectNode();
    json.put("redriven", redriven);
    for (RedriveOrder.Step step : RedriveOrder.Step.values()) {
      ObjectNode letters = json.putObject(name(step));
      verdicts.stream()
          .filter(verdict -> verdict.step() == step)
          .forEach(verdict -> letters.put(verdict.letter().id().toString(), verdict.why()));
    }
    return json.toString();
  }

  private static String name(RedriveOrder.Step step) {
    return switch (step) {
      case REDRIVE -> "redrive";
      case TWIN -> "same record";
      case WAITING -> "waiting";
      case IMPOSSIBLE -> "impossible";
    };
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
