package io.spillway.faults.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The Markdown table of measured faults: one row each, found again by the fault's name. */
public final class ReliabilityTable {
  private static final String HEAD =
      "| # | fault | what is done | seed | orders | lost | doubled | oversold | caught up after |";
  private static final String NOT_MEASURED = "not measured";

  private ReliabilityTable() {}

  /**
   * The page with the rounds' figures in its table.
   *
   * @throws IllegalArgumentException when the page has no such table
   */
  public static String updated(String page, List<RoundResult> rounds) {
    Map<String, RoundResult> measured = new TreeMap<>();
    rounds.forEach(round -> measured.put("`" + round.name() + "`", round));
    List<String> lines = new ArrayList<>();
    boolean inTable = false;
    boolean found = false;
    for (String line : page.split("\n", -1)) {
      inTable = line.equals(HEAD) || (inTable && line.startsWith("|"));
      found |= inTable;
      RoundResult round = inTable ? measured.get(cell(line, 2)) : null;
      lines.add(round == null ? line : row(cell(line, 1), cell(line, 3), round));
    }
    if (!found) {
      throw new IllegalArgumentException("the page has no table that begins with: " + HEAD);
    }
    return String.join("\n", lines);
  }

  /** A table without figures. */
  public static List<String> empty() {
    List<String> lines = new ArrayList<>(List.of(HEAD, "|---|---|---|---|---|---|---|---|---|"));
    Arrays.stream(FaultKind.values())
        .sorted(java.util.Comparator.comparingInt(FaultKind::row))
        .forEach(
            kind ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "| %d | `%s` | %s | %s | | | | | |",
                        kind.row(),
                        kind.label(),
                        kind.what(),
                        NOT_MEASURED)));
    lines.add("| | `random` | a random mix | " + NOT_MEASURED + " | | | | | |");
    return lines;
  }

  private static String row(String number, String what, RoundResult round) {
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %s | %d | %d | %d | %d | %d | %.1f s%s |",
        number,
        round.name(),
        what,
        round.seed(),
        round.accepted(),
        round.lost() + round.unsettled(),
        round.doubled(),
        round.oversold(),
        round.recoveryMillis() / 1e3,
        // The counts alone would hide a fault that could not be done, or another broken promise.
        round.ok() ? "" : ", NOT OK: " + round.findings().size() + " objections");
  }

  private static String cell(String line, int index) {
    String[] cells = line.split("\\|", -1);
    return index < cells.length ? cells[index].strip() : "";
  }
}
