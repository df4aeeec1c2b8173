package io.spillway.ingest.core;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
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
    OrderRow.Builder row =
        OrderRow.newBuilder()
            .setOrderId(id.toString())
            .setSlot(id.slot())
            .setTenant(tenant)
            .setCustomerId(customerId)
            .setStatus(status)
            .setVersion(version)
            .setCurrency("GBP")
            .setTotalAmount(1_530)
            .setKeptAmount(status.equals("CONFIRMED") ? 1_530 : 0)
            .setLineCount(1)
            .setLinesJson("[{\"sku\": \"A\", \"quantity\": 6, \"unitAmount\": 255}]")
            .setAttributesJson("{}")
            .setReasonsJson(reasonsJson == null ? "" : reasonsJson)
            .setHistoryJson(
                "[{\"at\": \"2026-11-21T08:00:00.100987654Z\", \"reason\": \"\", \"status\": \""
                    + status
                    + "\", \"version\": "
                    + version
                    + "}, {\"version\": 1}]")
            .setPlacedAt(Times.timestamp(createdAt.minusSeconds(1)))
            .setCreatedAt(Times.timestamp(createdAt))
            .setUpdatedAt(Times.timestamp(createdAt.plusSeconds(1)));
    if (status.equals("RESERVED")) {
      row.setHoldUntil(Times.timestamp(createdAt.plusSeconds(900)));
    }
    return row.build();
  }

  /** The same row with a line of each SKU. */
  public static OrderRow withSkus(OrderRow row, List<String> skus) {
    return row.toBuilder()
        .setLinesJson(
            skus.stream()
                .map(sku -> "{\"sku\": \"" + sku + "\", \"quantity\": 6, \"unitAmount\": 255}")
                .collect(Collectors.joining(", ", "[", "]")))
        .build();
  }
}
