package io.spillway.schemas.documents;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Names of indices. What grows lies in an index per month, of the row's immutable creation time, so
 * that a row's versions meet in one index; readers use the name without the month, an alias.
 */
public final class Indices {
  public static final String ORDERS = "orders";

  public static final String ORDER_LINES = "order-lines";

  /** One document per SKU and tenant; one index, not monthly. */
  public static final String STOCK = "stock";

  /** One document per product, which is a tenant's SKU with its name; one index, not monthly. */
  public static final String PRODUCTS = "products";

  public static final String STOCK_MOVEMENTS = "stock-movements";

  /** One document per stage of the pipeline and sample: what waits before it. */
  public static final String STAGE_LAG = "stage-lag";

  /** One document per entry of the audit log. */
  public static final String AUDIT = "audit";

  /** Those with an index per month behind an alias. */
  public static final List<String> MONTHLY =
      List.of(ORDERS, ORDER_LINES, STOCK_MOVEMENTS, STAGE_LAG, AUDIT);

  /** Those that the change feed fills. */
  public static final List<String> OF_ROWS =
      List.of(ORDERS, ORDER_LINES, STOCK, PRODUCTS, STOCK_MOVEMENTS);

  /** Every name that is read by. */
  public static final List<String> ALL =
      Stream.concat(OF_ROWS.stream(), Stream.of(STAGE_LAG, AUDIT)).toList();

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu.MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Indices() {}

  /** The index of a month (UTC): {@code orders-2026.11}. */
  public static String monthly(String alias, Instant createdAt) {
    return alias + '-' + MONTH.format(createdAt);
  }
}
