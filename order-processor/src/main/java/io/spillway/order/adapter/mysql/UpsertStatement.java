package io.spillway.order.adapter.mysql;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * The one statement of the order store, for a given number of rows. A row changes only towards a
 * higher version; {@code created_at} and the identity never change.
 */
final class UpsertStatement {
  /** In the order they are bound. MySQL assigns left to right, so the guard itself comes last. */
  private static final List<String> COLUMNS =
      List.of(
          "order_id",
          "slot",
          "tenant",
          "customer_id",
          "status",
          "currency",
          "total_amount",
          "line_count",
          "`lines`",
          "attributes",
          "reasons",
          "kept_amount",
          "history",
          "hold_until",
          "placed_at",
          "created_at",
          "updated_at",
          "version");

  private static final List<String> CHANGING =
      List.of(
          "status",
          "currency",
          "total_amount",
          "line_count",
          "`lines`",
          "attributes",
          "reasons",
          "kept_amount",
          "history",
          "hold_until",
          "placed_at",
          "updated_at",
          "version");

  private static final ConcurrentMap<Integer, String> BY_ROWS = new ConcurrentHashMap<>();

  private UpsertStatement() {}

  static String of(int rows) {
    return BY_ROWS.computeIfAbsent(rows, UpsertStatement::write);
  }

  private static String write(int rows) {
    String row = COLUMNS.stream().map(_ -> "?").collect(Collectors.joining(",", "(", ")"));
    return "INSERT INTO orders ("
        + String.join(",", COLUMNS)
        + ") VALUES "
        + String.join(",", java.util.Collections.nCopies(rows, row))
        + " AS n ON DUPLICATE KEY UPDATE "
        + CHANGING.stream()
            .map(c -> c + " = IF(n.version > orders.version, n." + c + ", orders." + c + ")")
            .collect(Collectors.joining(", "));
  }
}
