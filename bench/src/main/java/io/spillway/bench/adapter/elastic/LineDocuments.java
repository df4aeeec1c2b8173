package io.spillway.bench.adapter.elastic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.core.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** New order lines as documents, each with an id that was never used before. Thread-safe. */
final class LineDocuments {
  static final String INDEX = "order-lines-2027.01";

  private static final int ID_DIGITS = 12;
  private static final Map<String, Object> FIELDS = fields();
  private static final String JSON = new JsonMapper().valueToTree(FIELDS).toString();

  private final AtomicLong next = new AtomicLong(100_000_000_000L);

  /** So many documents for the product's index. */
  List<Document> next(int count) {
    long first = next.getAndAdd(count);
    List<Document> documents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      documents.add(new Document(INDEX, id(first + i), 1, FIELDS));
    }
    return documents;
  }

  static Map<String, Object> shared() {
    return FIELDS;
  }

  String nextId() {
    return id(next.getAndIncrement());
  }

  private static String id(long number) {
    return "0195c3a2-7c3e-8d11-9f42-" + number + "-0";
  }

  /** A serialised bulk request whose ids are overwritten before each sending. Not thread-safe. */
  Body body(int count) {
    StringBuilder text = new StringBuilder();
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      text.append("{\"index\":{\"_index\":\"").append(INDEX).append("\",\"_id\":\"");
      positions[i] = text.length() + "0195c3a2-7c3e-8d11-9f42-".length();
      text.append(id(100_000_000_000L));
      text.append("\",\"version\":1,\"version_type\":\"external\"}}\n").append(JSON).append('\n');
    }
    return new Body(text.toString().getBytes(UTF_8), positions);
  }

  /** Bytes, and where in them each document's number is. */
  final class Body {
    private final byte[] bytes;
    private final int[] positions;

    private Body(byte[] bytes, int[] positions) {
      this.bytes = bytes;
      this.positions = positions;
    }

    byte[] renumbered() {
      long number = next.getAndAdd(positions.length);
      for (int position : positions) {
        byte[] digits = Long.toString(number++).getBytes(US_ASCII);
        System.arraycopy(digits, 0, bytes, position, ID_DIGITS);
      }
      return bytes;
    }
  }

  private static Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("orderId", "0195c3a2-7c3e-8d11-9f42-100000000000");
    fields.put("line", 0);
    fields.put("sku", "SKU-000123");
    fields.put("quantity", 2);
    fields.put("unitAmount", 1_999L);
    fields.put("amount", 3_998L);
    fields.put("tenant", "default");
    fields.put("customerId", "customer-4711");
    fields.put("status", "CONFIRMED");
    fields.put("version", 1L);
    fields.put("currency", "EUR");
    fields.put("country", "DE");
    fields.put("placedAt", "2027-01-15T08:00:00Z");
    fields.put("createdAt", "2027-01-15T08:00:00Z");
    return fields;
  }
}
