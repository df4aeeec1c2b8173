package io.spillway.analytics;

import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.document.ProductDetail;
import io.spillway.analytics.core.document.ProductDocuments;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.schemas.audit.AuditChain;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.audit.AuditLink;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows to test with. */
public final class Rows {
  /** When rows were made. */
  public static final Instant CREATED = Instant.parse("2026-11-20T12:34:56.789Z");

  private static final Set<String> KEEPING = Set.of("RESERVED", "CONFIRMED", "FULFILLED");

  private Rows() {}

  /** A row of version {@code version}, changed as many seconds after it was made. */
  public static OrderRow.Builder order(String id, long version, String status) {
    return OrderRow.newBuilder()
        .setOrderId(id)
        .setTenant("default")
        .setCustomerId("17850")
        .setStatus(status)
        .setVersion(version)
        .setCurrency("GBP")
        .setTotalAmount(1_550)
        .setKeptAmount(KEEPING.contains(status) ? 1_550 : 0)
        .setLineCount(2)
        .setLinesJson(
            "[{\"sku\":\"85123A\",\"quantity\":6,\"unitAmount\":255},"
                + "{\"sku\":\"71053\",\"quantity\":2,\"unitAmount\":10}]")
        .setAttributesJson("{\"country\":\"United Kingdom\",\"channel\":\"web\"}")
        .setPlacedAt(Times.timestamp(Instant.parse("2010-12-01T08:26:00Z")))
        .setCreatedAt(Times.timestamp(CREATED))
        .setUpdatedAt(Times.timestamp(CREATED.plusSeconds(version)));
  }

  /** The row with two lines and two attributes. */
  public static OrderDetail detail(OrderRow row) {
    return new OrderDetail(
        row,
        List.of(new Line("85123A", 6, 255), new Line("71053", 2, 10)),
        Map.of("country", "United Kingdom", "channel", "web"),
        row.getStatus().equals("REJECTED")
            ? List.of(new Refusal(1, "71053", "SOLD_OUT", 2, 1))
            : List.of(),
        List.of());
  }

  /** The order's document and its two lines'. */
  public static List<Document> documents(String id, long version, String status) {
    return OrderDocuments.of(detail(order(id, version, status).build()));
  }

  /** A stock row. */
  public static StockRow stock(String sku, int available, long version) {
    return StockRow.newBuilder()
        .setTenant("default")
        .setSku(sku)
        .setAvailable(available)
        .setReserved(3)
        .setVersion(version)
        .setUpdatedAt(Times.timestamp(CREATED.plusSeconds(version)))
        .build();
  }

  /** The row's document, where 5 units or fewer are low. */
  public static Document stockDocument(StockRow row) {
    return StockDocuments.of(row, 5);
  }

  /** A product row with one attribute. */
  public static ProductRow.Builder product(String tenant, String sku, String name, long version) {
    return ProductRow.newBuilder()
        .setTenant(tenant)
        .setSku(sku)
        .setName(name)
        .setCategory("Kitchen")
        .setAttributesJson("{\"colour\":\"red\"}")
        .setVersion(version)
        .setCreatedAt(Times.timestamp(CREATED))
        .setUpdatedAt(Times.timestamp(CREATED.plusSeconds(version)));
  }

  /** The row's document. */
  public static Document productDocument(ProductRow row) {
    return ProductDocuments.of(ProductDetail.of(row));
  }

  /** A movement that reserved a line. */
  public static StockMovementRow.Builder movement(String ref) {
    return StockMovementRow.newBuilder()
        .setRef(ref)
        .setLine(1)
        .setKind(1)
        .setTenant("default")
        .setSku("85123A")
        .setQuantity(6)
        .setOutcome(0)
        .setAvailableAfter(4)
        .setReservedAfter(6)
        .setAt(Times.timestamp(CREATED));
  }

  /** The first entry of a chain, of November 2026. */
  public static AuditRecord audit(String id) {
    return new AuditChain("chain-of-" + id)
        .next(
            AuditEntry.begun(
                id,
                "replay",
                "me@here",
                "acme",
                "orders.events.v1/billing",
                Instant.parse("2026-11-20T12:00:00Z"),
                Map.of("group", "billing")),
            new AuditLink.Seen(0, 0, AuditHash.ofAll(List.of())));
  }
}
