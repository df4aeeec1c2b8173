package io.spillway.cli;

import static java.util.Map.entry;

import io.spillway.reports.core.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a panel shows, as a query of one shard's tables. It is written from the words of the report,
 * not from its definition, so that both are not wrong in the same way.
 *
 * @param keys how many of the first columns tell groups apart; the others are figures
 * @param cut how much of it the panel shows
 * @param text may name {@code :now}, and {@code :from} and {@code :to} of the window
 */
record PanelSql(int keys, Cut cut, String text) {
  /**
   * How long each customer waited for the first answer: until the first change that is not the
   * acceptance. Histories tell nanoseconds in ISO 8601, rows milliseconds.
   */
  private static final String SETTLED =
      """
      WITH answers AS (
        SELECT o.created_at, h.changed_at,
               ROW_NUMBER() OVER (PARTITION BY o.order_id ORDER BY h.place) AS nth
        FROM orders o
        JOIN JSON_TABLE(o.history, '$[*]' COLUMNS (
          place FOR ORDINALITY,
          status VARCHAR(16) PATH '$.status',
          changed_at VARCHAR(32) PATH '$.at')) h ON TRUE
        WHERE h.status <> 'RESERVING' AND o.created_at >= :from AND o.created_at < :to),
      settled AS (
        SELECT CAST(DATE_FORMAT(created_at, '%Y-%m-%d %H:%i:00') AS DATETIME) AS step,
               GREATEST(0, TIMESTAMPDIFF(MICROSECOND, created_at,
                 CAST(LEFT(TRIM(TRAILING 'Z' FROM changed_at), 26) AS DATETIME(6))) DIV 1000)
                 AS millis
        FROM answers
        WHERE nth = 1)
      """;

  /** Each line with its refusal, which names it by its place from 0. */
  private static final String ORDER_LINES =
      """
      WITH order_lines AS (
        SELECT o.status, o.currency, o.created_at, l.sku, l.quantity, l.quantity * l.unit_amount AS amount,
               r.line IS NOT NULL AS refused, r.requested - r.available AS missing
        FROM orders o
        JOIN JSON_TABLE(o.`lines`, '$[*]' COLUMNS (
          place FOR ORDINALITY,
          sku VARCHAR(64) COLLATE utf8mb4_0900_bin PATH '$.sku',
          quantity INT PATH '$.quantity',
          unit_amount BIGINT PATH '$.unitAmount')) l ON TRUE
        LEFT JOIN JSON_TABLE(o.reasons, '$[*]' COLUMNS (
          line INT PATH '$.line',
          requested INT PATH '$.requested',
          available INT PATH '$.available')) r ON r.line = l.place - 1)
      """;

  /**
   * A row for each order, as percentiles cannot be merged. A step of an hour's window is a minute.
   */
  static final PanelSql RESERVATION_LATENCY = by(1, SETTLED + "SELECT step, millis FROM settled");

  /** By the panel's name. */
  static final Map<String, PanelSql> ALL =
      Map.ofEntries(
          entry("orders-by-status", by(1, "SELECT status, COUNT(*) FROM orders GROUP BY status")),
          entry("newest-order", by(0, "SELECT MAX(updated_at) FROM orders")),
          entry("newest-stock", by(0, "SELECT MAX(updated_at) FROM stock")),
          // Kind 2 is a release, 4 an adjustment.
          entry(
              "newest-movement", by(0, "SELECT MAX(at) FROM stock_movement WHERE kind IN (2, 4)")),
          entry(
              "orders-over-time",
              by(
                  2,
                  """
                  SELECT CAST(DATE_FORMAT(created_at, '%Y-%m-%d %H:%i:00') AS DATETIME) AS step,
                         status, COUNT(*)
                  FROM orders
                  WHERE created_at >= :from AND created_at < :to
                  GROUP BY step, status
                  """)),
          entry(
              "conversion",
              by(
                  1,
                  """
                  SELECT 'Accepted', COUNT(*) FROM orders
                  UNION ALL
                  SELECT 'Sold: confirmed or fulfilled', COUNT(*) FROM orders
                  WHERE status IN ('CONFIRMED', 'FULFILLED')
                  UNION ALL
                  SELECT 'Refused', COUNT(*) FROM orders WHERE status = 'REJECTED'
                  UNION ALL
                  SELECT 'Given up: cancelled or expired', COUNT(*) FROM orders
                  WHERE status IN ('CANCELLED', 'EXPIRED')
                  UNION ALL
                  SELECT 'Still open', COUNT(*) FROM orders
                  WHERE status IN ('RESERVING', 'RESERVED')
                  """)),
          entry(
              "refused-by-reason",
              by(
                  1,
                  """
                  SELECT r.reason, COUNT(DISTINCT o.order_id)
                  FROM orders o
                  JOIN JSON_TABLE(o.reasons, '$[*]' COLUMNS (
                    reason VARCHAR(32) PATH '$.reason')) r ON TRUE
                  GROUP BY r.reason
                  """)),
          entry(
              "reservation-latency-bands",
              by(
                  1,
                  SETTLED
                      + """
                      SELECT 'under 100 ms', COUNT(*) FROM settled WHERE millis < 100
                      UNION ALL
                      SELECT '100 ms to 250 ms', COUNT(*) FROM settled
                      WHERE millis >= 100 AND millis < 250
                      UNION ALL
                      SELECT '250 ms to 1 s', COUNT(*) FROM settled
                      WHERE millis >= 250 AND millis < 1000
                      UNION ALL
                      SELECT '1 s to 5 s', COUNT(*) FROM settled
                      WHERE millis >= 1000 AND millis < 5000
                      UNION ALL
                      SELECT '5 s to 1 min', COUNT(*) FROM settled
                      WHERE millis >= 5000 AND millis < 60000
                      UNION ALL
                      SELECT '1 min and more', COUNT(*) FROM settled WHERE millis >= 60000
                      """)),
          entry(
              "open-holds",
              by(
                  1,
                  """
                  WITH holds AS (SELECT created_at AS held_at FROM orders WHERE status = 'RESERVED')
                  SELECT 'under 1 min', COUNT(*) FROM holds
                  WHERE held_at > :now - INTERVAL 1 MINUTE
                  UNION ALL
                  SELECT '1 to 5 min', COUNT(*) FROM holds
                  WHERE held_at <= :now - INTERVAL 1 MINUTE AND held_at > :now - INTERVAL 5 MINUTE
                  UNION ALL
                  SELECT '5 to 15 min', COUNT(*) FROM holds
                  WHERE held_at <= :now - INTERVAL 5 MINUTE AND held_at > :now - INTERVAL 15 MINUTE
                  UNION ALL
                  SELECT '15 to 60 min', COUNT(*) FROM holds
                  WHERE held_at <= :now - INTERVAL 15 MINUTE AND held_at > :now - INTERVAL 1 HOUR
                  UNION ALL
                  SELECT '1 to 24 h', COUNT(*) FROM holds
                  WHERE held_at <= :now - INTERVAL 1 HOUR AND held_at > :now - INTERVAL 1 DAY
                  UNION ALL
                  SELECT 'a day and more', COUNT(*) FROM holds
                  WHERE held_at <= :now - INTERVAL 1 DAY
                  """)),
          entry("revenue-by-day", revenue("CAST(DATE(placed_at) AS DATETIME)")),
          entry(
              "revenue-by-hour",
              revenue("CAST(DATE_FORMAT(placed_at, '%Y-%m-%d %H:00:00') AS DATETIME)")),
          entry("revenue-by-country", revenue("attributes->>'$.country'").highest(50)),
          entry("revenue-by-tenant", revenue("tenant").highest(10)),
          entry(
              "top-skus-by-revenue",
              by(
                      2,
                      ORDER_LINES
                          + """
                          SELECT currency, sku, SUM(amount), SUM(quantity)
                          FROM order_lines
                          WHERE status IN ('CONFIRMED', 'FULFILLED') AND NOT refused
                          GROUP BY currency, sku
                          """)
                  .highest(20)),
          entry("top-skus-by-units", unitsSold().highest(10)),
          entry("slowest-skus", unitsSold().lowest(10)),
          entry(
              "refused-demand",
              by(
                      1,
                      ORDER_LINES
                          + """
                          SELECT sku, SUM(missing), COUNT(*)
                          FROM order_lines
                          WHERE missing > 0
                          GROUP BY sku
                          """)
                  .highest(10)),
          entry(
              "stock-outs",
              by(2, "SELECT sku, tenant, updated_at, reserved FROM stock WHERE available < 1")),
          entry(
              "low-stock",
              by(
                  2,
                  // 5 is the services' default for a SKU without a threshold of its own.
                  """
                  SELECT sku, tenant, updated_at, available, COALESCE(low_stock_at, 5), reserved
                  FROM stock
                  WHERE available > 0 AND available <= COALESCE(low_stock_at, 5)
                  """)),
          entry(
              "fastest-skus",
              by(
                      1,
                      ORDER_LINES
                          + """
                          SELECT sku, SUM(quantity)
                          FROM order_lines
                          WHERE status IN ('RESERVED', 'CONFIRMED', 'FULFILLED') AND NOT refused
                            AND created_at >= :from AND created_at < :to
                          GROUP BY sku
                          """)
                  .highest(10)));

  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("'TIMESTAMP'''uuuu-MM-dd HH:mm:ss.SSS''", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The text with the times of a request in it; an end that the window lacks must not be named. */
  String text(Window window, Instant now) {
    String told = text.replace(":now", LITERAL.format(now));
    if (told.contains(":from")) {
      told =
          told.replace(":from", LITERAL.format(Objects.requireNonNull(window.from())))
              .replace(":to", LITERAL.format(Objects.requireNonNull(window.to())));
    }
    return told;
  }

  private static PanelSql by(int keys, String text) {
    return new PanelSql(keys, Cut.NONE, text);
  }

  private PanelSql highest(int size) {
    return new PanelSql(keys, new Cut(size, false), text);
  }

  private PanelSql lowest(int size) {
    return new PanelSql(keys, new Cut(size, true), text);
  }

  /** What sold orders kept of their amounts; an order without the part is in no group. */
  private static PanelSql revenue(String part) {
    return by(
        2,
        """
        SELECT currency, :part AS part, SUM(kept_amount), COUNT(*)
        FROM orders
        WHERE status IN ('CONFIRMED', 'FULFILLED') AND :part IS NOT NULL
        GROUP BY currency, part
        """
            .replace(":part", part));
  }

  private static PanelSql unitsSold() {
    return by(
        1,
        ORDER_LINES
            + """
            SELECT sku, SUM(quantity)
            FROM order_lines
            WHERE status IN ('CONFIRMED', 'FULFILLED') AND NOT refused
            GROUP BY sku
            """);
  }
}
