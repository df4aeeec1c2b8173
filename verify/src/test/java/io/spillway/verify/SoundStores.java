package io.spillway.verify;

import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.verify.MemoryStores.Part;
import io.spillway.verify.core.Digests;
import io.spillway.verify.core.StoreFacts;
import java.util.Map;
import java.util.UUID;

/** Stores of one confirmed order of two units of one SKU. */
final class SoundStores {
  static final UUID ID = UUID.fromString("0a3f7c1e-58d2-8b4e-9c61-2f0d8e7a4b11");
  static final UUID ADJUSTMENT = UUID.fromString("fff00000-58d2-8b4e-9c61-2f0d8e7a4b11");
  static final String SKU = "default/A";
  static final StoreFacts.LineSums LINE = new StoreFacts.LineSums(1, 2, 0, 2, 990);

  private SoundStores() {}

  static MemoryStores make() {
    MemoryStores stores = new MemoryStores();
    stores.submissions.add(new StoreFacts.Submission(ID, 7));
    stores.events.add(new StoreFacts.Event(ID, 1, OrderStatus.RESERVING, true));
    stores.events.add(new StoreFacts.Event(ID, 2, OrderStatus.CONFIRMED, false));
    stores.rows.put(ID, row(OrderStatus.CONFIRMED, 2));
    stores.orderDocuments.put(ID.toString(), new StoreFacts.Document(2, "hash"));
    stores.lineDocuments.add(new Part<>(ID.toString(), LINE));
    move(
        stores,
        new StoreFacts.Movement(
            ADJUSTMENT, 0, MovementKind.ADJUST, "A", 10, MovementOutcome.APPLIED, 10, 0, 1));
    move(
        stores,
        new StoreFacts.Movement(
            ID, 0, MovementKind.RESERVE, "A", 2, MovementOutcome.APPLIED, 8, 2, 2));
    stores.stock.put(SKU, new StoreFacts.Stock(8, 2, 2, "h"));
    stores.stockSums.put(SKU, new StoreFacts.StockSums(10, 2, 0, 0, 2, 1));
    stores.stockDocuments.put(SKU, new StoreFacts.Document(2, "h"));
    stores.balances.add(new StoreFacts.Balance("order-processor", "a = b", 3, 3));
    stores.orderFields.put(
        ID.toString(), Map.of("status", "CONFIRMED", "updatedAt", "2026-03-08T05:30:00Z"));
    stores.stockFields.put(SKU, Map.of("available", "8", "updatedAt", "2026-03-08T05:30:00Z"));
    return stores;
  }

  static StoreFacts.Row row(OrderStatus status, long version) {
    return new StoreFacts.Row(ID, status, version, 0, 1, Digests.line(0, "A", 2), LINE, "hash");
  }

  private static void move(MemoryStores stores, StoreFacts.Movement movement) {
    stores.movements.add(movement);
    stores.movementDocuments.add(new Part<>(movement.ref().toString(), movement.sums()));
  }
}
