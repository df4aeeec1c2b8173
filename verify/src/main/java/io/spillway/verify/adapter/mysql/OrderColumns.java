package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.verify.core.Digests;
import io.spillway.verify.core.StoreFacts;
import java.util.BitSet;
import java.util.List;

/** What the JSON columns of an order row add up to. */
final class OrderColumns {
  private OrderColumns() {}

  /** What the lines add up to, and the digest of those that are kept. */
  record Lines(long kept, StoreFacts.LineSums sums) {}

  /** Reads {@code lines}, and from {@code reasons} which of them the order does not have. */
  static Lines read(OrderRow row) {
    List<OrderRowJson.Line> lines;
    BitSet refused = new BitSet();
    try {
      lines = OrderRowJson.readLines(row.getLinesJson());
      OrderRowJson.readReasons(row.getReasonsJson()).forEach(r -> refused.set(r.line()));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      // Such a row is in nobody's favour: it holds nothing and has no lines.
      return new Lines(0, StoreFacts.LineSums.NONE);
    }
    long kept = 0;
    long quantities = 0;
    long amounts = 0;
    for (int line = 0; line < lines.size(); line++) {
      OrderRowJson.Line one = lines.get(line);
      quantities += one.quantity();
      amounts += one.unitAmount();
      if (!refused.get(line)) {
        kept += Digests.line(line, one.sku(), one.quantity());
      }
    }
    int count = lines.size();
    long numbers = count * (count - 1L) / 2;
    return new Lines(
        kept,
        new StoreFacts.LineSums(count, row.getVersion() * count, numbers, quantities, amounts));
  }
}
