package io.spillway.reports.core;

import io.spillway.schemas.documents.Indices;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What reports can be narrowed down by; in an address as {@code tenant=shop-7}. */
public enum Dimension {
  TENANT("tenant", "Tenant"),
  CURRENCY("currency", "Currency"),
  COUNTRY("country", "Country"),
  STATUS("status", "Status"),
  SKU("sku", "Product"),
  CUSTOMER("customerId", "Customer"),
  REASON("refusals.reason", "Refused for");

  public static final int MAX_VALUE_CHARS = 1_024;

  private static final Map<String, Set<Dimension>> BY_INDEX =
      Map.of(
          Indices.ORDERS, Set.of(TENANT, CURRENCY, COUNTRY, STATUS, CUSTOMER, REASON),
          Indices.ORDER_LINES, Set.of(TENANT, CURRENCY, COUNTRY, STATUS, CUSTOMER, SKU),
          Indices.STOCK, Set.of(TENANT, SKU),
          Indices.STOCK_MOVEMENTS, Set.of(TENANT, SKU),
          Indices.STAGE_LAG, Set.of());

  private final String field;
  private final String title;

  Dimension(String field, String title) {
    this.field = field;
    this.title = title;
  }

  /** Its name in an address. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String field() {
    return field;
  }

  public String title() {
    return title;
  }

  /** Those that the documents of an index or alias have, in the order of this enumeration. */
  public static List<Dimension> of(String index) {
    Set<Dimension> known = BY_INDEX.getOrDefault(index, Set.of());
    return Arrays.stream(values()).filter(known::contains).toList();
  }

  public static Optional<Dimension> ofField(String field) {
    return Arrays.stream(values()).filter(d -> d.field.equals(field)).findFirst();
  }
}
