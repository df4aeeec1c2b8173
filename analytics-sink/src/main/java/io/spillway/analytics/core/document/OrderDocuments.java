package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.documents.Indices;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.tables.ContentHash;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An order as one document, and one flat document per line, all with the order's version. Lines are
 * documents of their own because Kibana does not aggregate over nested ones.
 */
public final class OrderDocuments {
  /** The attribute that reports know by name. */
  private static final String COUNTRY = "country";

  private static final String RESERVING = "RESERVING";
  private static final String CONFIRMED = "CONFIRMED";

  /** The statuses in which an order has its lines, but for the refused ones. */
  private static final Set<String> KEEPING = Set.of("RESERVED", CONFIRMED, "FULFILLED");

  /** What the customer may be answered first, of a row that has no history. */
  private static final Set<String> SETTLED = Set.of(CONFIRMED, "REJECTED");

  private OrderDocuments() {}

  /**
   * The order's document, then its lines'.
   *
   * @throws IllegalArgumentException on a row that lacks its id, its version or a time
   * @throws ArithmeticException on a line whose amount no long can hold
   */
  public static List<Document> of(OrderDetail order) {
    OrderRow row = order.row();
    if (row.getOrderId().isEmpty() || row.getVersion() < 1) {
      throw new IllegalArgumentException("the order row has no id or no version");
    }
    if (!row.hasCreatedAt() || !row.hasPlacedAt() || !row.hasUpdatedAt()) {
      throw new IllegalArgumentException("order " + row.getOrderId() + " lacks a time");
    }
    String hash = ContentHash.of(row);
    Map<Integer, Refusal> refused =
        order.refusals().stream()
            .collect(Collectors.toMap(Refusal::line, refusal -> refusal, (first, _) -> first));
    boolean keeping = KEEPING.contains(row.getStatus());
    List<Document> documents = new ArrayList<>(order.lines().size() + 1);
    documents.add(header(order, hash));
    for (int line = 0; line < order.lines().size(); line++) {
      documents.add(line(order, line, keeping, refused.get(line), hash));
    }
    return documents;
  }

  private static Document header(OrderDetail order, String hash) {
    OrderRow row = order.row();
    Instant created = Times.instant(row.getCreatedAt());
    Instant updated = Times.instant(row.getUpdatedAt());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("orderId", row.getOrderId());
    common(order, hash, fields);
    fields.put("totalAmount", row.getTotalAmount());
    fields.put("keptAmount", keptAmount(order));
    fields.put("lineCount", row.getLineCount());
    fields.put("units", order.lines().stream().mapToLong(Line::quantity).sum());
    // Sorted, so that one row always makes the same document.
    TreeMap<String, String> attributes = new TreeMap<>(order.attributes());
    // A ciphertext tells reports nothing; who may read the value asks the API.
    attributes.replaceAll((_, value) -> SealedText.masked(value));
    fields.put("attributes", attributes);
    if (!order.refusals().isEmpty()) {
      fields.put("refusals", order.refusals().stream().map(OrderDocuments::refusal).toList());
    }
    if (row.hasHoldUntil()) {
      fields.put("holdUntil", Times.instant(row.getHoldUntil()));
    }
    if (!order.history().isEmpty()) {
      fields.put("history", order.history().stream().map(OrderDocuments::change).toList());
    }
    fields.put("updatedAt", updated);
    @Nullable Instant settled = settledAt(order, updated);
    if (settled != null) {
      fields.put("settleMillis", Math.max(0, Duration.between(created, settled).toMillis()));
    }
    String index = Indices.monthly(Indices.ORDERS, created);
    return new Document(index, row.getOrderId(), row.getVersion(), fields);
  }

  /** An order that was confirmed before rows told what they kept had all of its lines. */
  private static long keptAmount(OrderDetail order) {
    OrderRow row = order.row();
    boolean before = row.getHistoryJson().isEmpty() && row.getKeptAmount() == 0;
    return before && row.getStatus().equals(CONFIRMED) ? row.getTotalAmount() : row.getKeptAmount();
  }

  /** When the customer was answered first; null while that has not been. */
  private static @Nullable Instant settledAt(OrderDetail order, Instant updated) {
    if (order.history().isEmpty()) {
      return SETTLED.contains(order.row().getStatus()) ? updated : null;
    }
    return order.history().stream()
        .filter(change -> !change.status().equals(RESERVING))
        .map(Change::at)
        .findFirst()
        .orElse(null);
  }

  private static Document line(
      OrderDetail order, int number, boolean keeping, @Nullable Refusal refusal, String hash) {
    OrderRow row = order.row();
    Line line = order.lines().get(number);
    boolean kept = keeping && refusal == null;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("orderId", row.getOrderId());
    fields.put("line", number);
    fields.put("sku", line.sku());
    fields.put("quantity", line.quantity());
    fields.put("unitAmount", line.unitAmount());
    long amount = Math.multiplyExact(line.unitAmount(), (long) line.quantity());
    fields.put("amount", amount);
    fields.put("kept", kept);
    fields.put("keptAmount", kept ? amount : 0L);
    if (refusal != null) {
      fields.put("refusal", refusal.reason());
      fields.put("missing", Math.max(0, refusal.requested() - refusal.available()));
    }
    common(order, hash, fields);
    String index = Indices.monthly(Indices.ORDER_LINES, Times.instant(row.getCreatedAt()));
    return new Document(index, row.getOrderId() + '-' + number, row.getVersion(), fields);
  }

  private static void common(OrderDetail order, String hash, Map<String, Object> fields) {
    OrderRow row = order.row();
    fields.put("tenant", row.getTenant());
    fields.put("customerId", row.getCustomerId());
    fields.put("status", row.getStatus());
    fields.put("version", row.getVersion());
    fields.put("contentHash", hash);
    fields.put("currency", row.getCurrency());
    @Nullable String country = order.attributes().get(COUNTRY);
    if (country != null) {
      fields.put(COUNTRY, SealedText.masked(country));
    }
    fields.put("placedAt", Times.instant(row.getPlacedAt()));
    fields.put("createdAt", Times.instant(row.getCreatedAt()));
  }

  private static Map<String, Object> change(Change change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", change.version());
    fields.put("status", change.status());
    fields.put("at", change.at());
    if (!change.reason().isEmpty()) {
      fields.put("reason", change.reason());
    }
    return fields;
  }

  private static Map<String, Object> refusal(Refusal refusal) {
    // In this order always: the documents of one row are the same bytes.
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", refusal.line());
    fields.put("sku", refusal.sku());
    fields.put("reason", refusal.reason());
    fields.put("requested", refusal.requested());
    fields.put("available", refusal.available());
    return fields;
  }
}
