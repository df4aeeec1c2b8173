package io.spillway.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a list a panel shows: so many of the innermost key, by the first figure, for each of
 * the outer keys. Which of several equal rows are the last to be shown is the panel's affair.
 */
record Cut(int size, boolean lowest) {
  /** All of it. */
  static final Cut NONE = new Cut(Integer.MAX_VALUE, false);

  /** The rows that must be shown, as texts, when {@code shown} are. */
  List<String> of(Collection<ShardRows.Row> rows, Collection<String> shown) {
    if (equals(NONE)) {
      return rows.stream().map(ShardRows.Row::text).toList();
    }
    Comparator<ShardRows.Row> byFigure = Comparator.comparingLong(ShardRows.Row::firstNumber);
    Comparator<ShardRows.Row> order =
        (lowest ? byFigure : byFigure.reversed()).thenComparing(row -> !shown.contains(row.text()));
    Map<List<Object>, List<ShardRows.Row>> lists = new LinkedHashMap<>();
    for (ShardRows.Row row : rows) {
      lists.computeIfAbsent(row.outerKeys(), _ -> new ArrayList<>()).add(row);
    }
    return lists.values().stream()
        .flatMap(list -> list.stream().sorted(order).limit(size))
        .map(ShardRows.Row::text)
        .toList();
  }
}
