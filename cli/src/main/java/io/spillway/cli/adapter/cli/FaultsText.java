package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.faults.core.FaultKind;
import io.spillway.faults.core.LatencyFigures;
import io.spillway.faults.core.RoundResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the faults command prints. */
final class FaultsText {
  private static final JsonMapper JSON = new JsonMapper();

  private FaultsText() {}

  /** Every fault, by row. */
  static List<String> list() {
    return java.util.Arrays.stream(FaultKind.values())
        .sorted(Comparator.comparingInt(FaultKind::row))
        .map(
            kind ->
                String.format(
                    Locale.ROOT,
                    "%3d  %-30s %s%s",
                    kind.row(),
                    kind.label(),
                    kind.what(),
                    kind.brokers() == 1 ? "" : " (--brokers " + kind.brokers() + ")"))
        .toList();
  }

  static List<String> lines(RoundResult round) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s  seed %d  %d faults  %.0f s",
            round.name(),
            round.seed(),
            round.faults(),
            round.seconds()));
    round.timeline().forEach(entry -> lines.add("  " + entry));
    lines.add(
        String.format(
            Locale.ROOT,
            "  sent %d (%.0f/s), accepted %d, no response %d, not sent %d",
            round.sent(),
            round.sent() / round.seconds(),
            round.accepted(),
            round.unanswered(),
            round.notSent()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  lost %d, unsettled %d, doubled %d, oversold %d, broken guarantees %d",
            round.lost(),
            round.unsettled(),
            round.doubled(),
            round.oversold(),
            round.brokenPromises()));
    lines.add("  refusals " + new TreeMap<>(round.refusals()));
    lines.add("  commands " + new TreeMap<>(round.commands()));
    lines.add("  repeated requests answered with other bytes: " + round.changedAnswers());
    lines.add(
        String.format(
            Locale.ROOT,
            "  recovery, from fault removed to caught up: %.1f s",
            round.recoveryMillis() / 1e3));
    for (LatencyFigures.Phase phase : LatencyFigures.Phase.values()) {
      LatencyFigures figures = round.latencies().get(phase);
      if (figures != null) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-11s p50 %.1f ms, p99 %.1f ms (%d orders)",
                phase.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.count()));
      }
    }
    round.findings().forEach(finding -> lines.add("  OBJECTION: " + finding));
    return lines;
  }

  static String json(List<RoundResult> rounds) {
    ObjectNode root = JSON.createObjectNode();
    root.put("ok", rounds.stream().allMatch(RoundResult::ok));
    root.set("rounds", JSON.valueToTree(rounds.stream().map(FaultsText::fields).toList()));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rounds could not be written as JSON", e);
    }
  }

  private static Map<String, Object> fields(RoundResult round) {
    @SuppressWarnings("unchecked") // a record is an object
    Map<String, Object> fields = JSON.convertValue(round, Map.class);
    fields.put("ok", round.ok());
    return fields;
  }
}
