package io.spillway.verify.core;

import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A small sound order, each of whose facts a test may leave out, repeat or change. */
final class Views {
  static final UUID ID = UUID.fromString("0a3f7c1e-58d2-8b4e-9c61-2f0d8e7a4b11");
  static final long NOW = 1_000_000;
  static final StoreFacts.LineSums LINES = new StoreFacts.LineSums(2, 4, 1, 5, 30);
  static final long KEPT = Digests.line(0, "A", 2) + Digests.line(1, "B", 3);

  final OrderView order = new OrderView(ID);

  static Views none() {
    return new Views();
  }

  /** Accepted, created, confirmed with two lines held, stored and indexed. */
  static Views confirmed() {
    return none()
        .submitted(7)
        .event(1, OrderStatus.RESERVING)
        .event(2, OrderStatus.CONFIRMED)
        .row(OrderStatus.CONFIRMED, 2)
        .reserved()
        .document(2, "hash");
  }

  /** The same, in another status at last. */
  static Views then(OrderStatus status) {
    return none()
        .submitted(7)
        .event(1, OrderStatus.RESERVING)
        .event(2, OrderStatus.CONFIRMED)
        .event(3, status)
        .row(status, 3)
        .reserved()
        .document(3, "hash");
  }

  Views submitted(long fingerprint) {
    order.submitted(new StoreFacts.Submission(ID, fingerprint));
    return this;
  }

  Views event(long version, OrderStatus status) {
    order.happened(new StoreFacts.Event(ID, version, status, version == 1));
    return this;
  }

  Views row(OrderStatus status, long version) {
    return row(status, version, 0);
  }

  Views row(OrderStatus status, long version, long holdUntil) {
    order.stored(new StoreFacts.Row(ID, status, version, holdUntil, NOW, KEPT, LINES, "hash"));
    return this;
  }

  Views reserved() {
    return moved(0, MovementKind.RESERVE).moved(1, MovementKind.RESERVE);
  }

  Views moved(int line, MovementKind kind) {
    return moved(line, kind, MovementOutcome.APPLIED);
  }

  Views moved(int line, MovementKind kind, MovementOutcome outcome) {
    order.moved(movement(line, kind, outcome));
    return this;
  }

  Views document(long version, String hash) {
    order.indexed(new StoreFacts.Document(version, hash));
    return this;
  }

  static StoreFacts.Movement movement(int line, MovementKind kind, MovementOutcome outcome) {
    String sku = line == 0 ? "A" : "B";
    return new StoreFacts.Movement(ID, line, kind, sku, 2 + line, outcome, 8, 2, NOW);
  }

  /** The claims that are violated. */
  List<String> violated() {
    Invariant.Moment moment = new Invariant.Moment(NOW, Long.MIN_VALUE);
    return Stream.of(OrderInvariant.values())
        .filter(invariant -> invariant.judges(order, moment))
        .filter(invariant -> !invariant.fault(order, moment).isEmpty())
        .map(Enum::name)
        .toList();
  }
}
