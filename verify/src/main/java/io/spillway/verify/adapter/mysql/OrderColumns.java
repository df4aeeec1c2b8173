package io.spillway.verify.adapter.mysql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.verify.core.Digests;
import io.spillway.verify.core.StoreFacts;
import java.io.IOException;
import java.util.BitSet;

/** The JSON columns of an order row, read token by token: there are many of them. */
final class OrderColumns {
  private static final JsonFactory JSON = new JsonFactory();

  private OrderColumns() {}

  /** What the lines add up to, and the digest of those that are kept. */
  record Lines(long kept, StoreFacts.LineSums sums) {}

  /** Reads {@code lines}, and from {@code reasons} which of them the order does not have. */
  static Lines read(long version, String lines, String reasons) {
    try {
      BitSet refused = refused(reasons);
      long kept = 0;
      long quantities = 0;
      long amounts = 0;
      int line = 0;
      try (JsonParser json = JSON.createParser(lines)) {
        json.nextToken();
        while (json.nextToken() == JsonToken.START_OBJECT) {
          String sku = "";
          long quantity = 0;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
              case "sku" -> sku = json.getText();
              case "quantity" -> quantity = json.getLongValue();
              case "unitAmount" -> amounts += json.getLongValue();
              default -> json.skipChildren();
            }
          }
          quantities += quantity;
          if (!refused.get(line)) {
            kept += Digests.line(line, sku, quantity);
          }
          line++;
        }
      }
      long numbers = line * (line - 1L) / 2;
      return new Lines(
          kept, new StoreFacts.LineSums(line, version * line, numbers, quantities, amounts));
    } catch (IOException e) {
      // Such a row is in nobody's favour: it holds nothing and has no lines.
      return new Lines(0, StoreFacts.LineSums.NONE);
    }
  }

  private static BitSet refused(String reasons) throws IOException {
    BitSet refused = new BitSet();
    if (reasons.isEmpty()) {
      return refused;
    }
    try (JsonParser json = JSON.createParser(reasons)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("line")) {
          refused.set(json.nextIntValue(0));
        }
      }
    }
    return refused;
  }
}
