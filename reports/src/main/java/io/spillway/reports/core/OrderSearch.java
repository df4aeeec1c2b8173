package io.spillway.reports.core;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which orders are looked for; the latest are found first.
 *
 * @param only values of dimensions; with a SKU, orders that have a line of it
 * @param statuses any of these; empty for all
 * @param missing only those with a line that could not be had (of the SKU, if there is one)
 * @param timeField {@code createdAt} or {@code placedAt}
 * @param from inclusive, of the time field; null for no limit
 * @param to exclusive; null for no limit
 */
public record OrderSearch(
    Map<Dimension, String> only,
    List<String> statuses,
    boolean missing,
    String timeField,
    @Nullable Instant from,
    @Nullable Instant to) {
  public static final String ACCEPTED = "createdAt";

  public static final String BOUGHT = "placedAt";

  public static final int LISTED = 100;

  public OrderSearch {
    EnumMap<Dimension, String> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(only);
    only = Collections.unmodifiableMap(sorted);
    statuses = List.copyOf(statuses);
    if (!timeField.equals(ACCEPTED) && !timeField.equals(BOUGHT)) {
      throw new IllegalArgumentException(
          "time is '" + timeField + "'; it must be " + ACCEPTED + " or " + BOUGHT);
    }
  }
}
