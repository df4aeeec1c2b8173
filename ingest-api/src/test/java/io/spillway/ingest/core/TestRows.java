package io.spillway.ingest.core;

import io.spillway.ingest.port.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Order rows for tests. */
public final class TestRows {
  /** When they were created. */
  public static final Instant AT = Instant.parse("2026-11-21T08:00:00.100Z");

  private TestRows() {}

  /** A row of one line. */
  public static OrderRow row(RoutedId id, String status, long version) {
    return row(id, "default", "17850", status, version, AT, null);
  }

  /** A row of one line of a customer, whose line was refused when it has reasons. */
  public static OrderRow row(
      RoutedId id,
      String tenant,
      String customerId,
      String status,
      long version,
      Instant createdAt,
      @Nullable String reasonsJson) {
    return new OrderRow(
        id,
        tenant,
        customerId,
        status,
        version,
        "GBP",
        1_530,
        status.equals("CONFIRMED") ? 1_530 : 0,
        "[{\"sku\": \"A\", \"quantity\": 6, \"unitAmount\": 255}]",
        "{}",
        reasonsJson,
        "[{\"at\": \"2026-11-21T08:00:00.100987654Z\", \"reason\": \"\", \"status\": \""
            + status
            + "\", \"version\": "
            + version
            + "}, {\"version\": 1}]",
        status.equals("RESERVED") ? createdAt.plusSeconds(900) : null,
        createdAt.minusSeconds(1),
        createdAt,
        createdAt.plusSeconds(1));
  }

  /** The same row with a line of each SKU. */
  public static OrderRow withSkus(OrderRow row, List<String> skus) {
    return new OrderRow(
        row.orderId(),
        row.tenant(),
        row.customerId(),
        row.status(),
        row.version(),
        row.currency(),
        row.totalAmount(),
        row.keptAmount(),
        skus.stream()
            .map(sku -> "{\"sku\": \"" + sku + "\", \"quantity\": 6, \"unitAmount\": 255}")
            .collect(Collectors.joining(", ", "[", "]")),
        row.attributesJson(),
        row.reasonsJson(),
        row.historyJson(),
        row.holdUntil(),
        row.placedAt(),
        row.createdAt(),
        row.updatedAt());
  }
}
