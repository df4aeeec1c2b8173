package io.spillway.reports;

import io.spillway.reports.adapter.memory.MemoryDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Documents as the sink writes them, to read reports from. */
public final class SampleDocuments {
  /** When documents' rows were made, unless told otherwise. */
  public static final Instant CREATED = Instant.parse("2026-11-20T12:34:56.789Z");

  private static final Set<String> KEEPING = Set.of("RESERVED", "CONFIRMED", "FULFILLED");

  private final MemoryDocuments documents;

  /** Writes to these documents. */
  public SampleDocuments(MemoryDocuments documents) {
    this.documents = documents;
  }

  /**
   * An order of 15.50 GBP with two lines, of a status and version; the second is refused if
   * REJECTED.
   */
  public void order(String id, long version, String status) {
    new Order(id, version, status).line("85123A", 6, 255).line("71053", 2, 10).write();
  }

  /** An order to be described and written. */
  public Order describe(String id, long version, String status) {
    return new Order(id, version, status);
  }

  /** A stock row of which 5 or fewer are low. */
  public void stock(String sku, int available, long version) {
    documents.put(
        "stock",
        "default/" + sku,
        Map.of(
            "tenant",
            "default",
            "sku",
            sku,
            "available",
            available,
            "reserved",
            3,
            "low",
            available > 0 && available <= 5,
            "threshold",
            5,
            "version",
            version,
            "updatedAt",
            CREATED.plusSeconds(version)));
  }

  /** What a SKU is called. */
  public void product(String sku, String name, String category) {
    documents.put(
        "products",
        "default/" + sku,
        Map.of("tenant", "default", "sku", sku, "name", name, "category", category));
  }

  /** A sample of what waits before a stage. */
  public void stage(String stage, long waiting, long delayMillis, Instant at) {
    documents.put(
        "stage-lag-2026.11",
        stage + '@' + at.toEpochMilli(),
        Map.of("stage", stage, "waiting", waiting, "delayMillis", delayMillis, "at", at));
  }

  /** One order. */
  public final class Order {
    private final Map<String, Object> shared = new LinkedHashMap<>();
    private final List<Map<String, Object>> lines = new ArrayList<>();
    private final String id;
    private final long version;
    private final String status;
    private Instant createdAt = CREATED;
    private long total;
    private long kept = -1;
    private long settleMillis = 1_000;

    private Order(String id, long version, String status) {
      this.id = id;
      this.version = version;
      this.status = status;
      shared.put("orderId", id);
      shared.put("status", status);
      shared.put("tenant", "default");
      shared.put("customerId", "17850");
      shared.put("currency", "GBP");
      shared.put("country", "United Kingdom");
      shared.put("placedAt", Instant.parse("2010-12-01T08:26:00Z"));
    }

    /** Any field of the order and its lines. */
    public Order with(String field, Object value) {
      shared.put(field, value);
      return this;
    }

    /** When it was accepted, and how long its answer took. */
    public Order accepted(Instant at, long answeredAfterMillis) {
      createdAt = at;
      settleMillis = answeredAfterMillis;
      return this;
    }

    /** A line; amounts add up unless {@link #amounts} tells others. */
    public Order line(String sku, int quantity, long unitAmount) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("line", lines.size());
      line.put("sku", sku);
      line.put("quantity", quantity);
      line.put("amount", unitAmount * quantity);
      lines.add(line);
      total += unitAmount * quantity;
      return this;
    }

    /** Total and kept, in minor units. */
    public Order amounts(long totalAmount, long keptAmount) {
      total = totalAmount;
      kept = keptAmount;
      return this;
    }

    /** Writes the order's document and its lines'. */
    public void write() {
      boolean keeping = KEEPING.contains(status);
      boolean refused = status.equals("REJECTED") && !lines.isEmpty();
      Map<String, Object> order = new LinkedHashMap<>(shared);
      order.put("createdAt", createdAt);
      order.put("updatedAt", createdAt.plusSeconds(version));
      order.put("totalAmount", total);
      order.put("keptAmount", kept >= 0 ? kept : keeping ? total : 0L);
      order.put("lineCount", lines.size());
      if (!status.equals("RESERVING")) {
        order.put("settleMillis", settleMillis);
      }
      if (refused) {
        Map<String, Object> last = lines.getLast();
        last.put("refusal", "SOLD_OUT");
        last.put("missing", 1L);
        order.put("refusals", List.of(Map.of("sku", last.get("sku"), "reason", "SOLD_OUT")));
      }
      documents.put("orders-2026.11", id, order);
      for (Map<String, Object> line : lines) {
        line.putAll(shared);
        line.put("createdAt", createdAt);
        line.put("kept", keeping);
        line.put("keptAmount", keeping ? line.get("amount") : 0L);
        documents.put("order-lines-2026.11", id + '-' + line.get("line"), line);
      }
    }
  }
}
