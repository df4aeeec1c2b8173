package io.spillway.verify.core;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one range of ids. Facts come in this order: the log, the rows, the movements, the
 * documents. Holds about 300 bytes an order. Not thread-safe.
 */
public final class OrderCheck {
  private final Scope scope;
  private final Findings findings;
  private final IndexedMovements indexed;
  private final Map<UUID, OrderView> orders = new HashMap<>();
  private StoreFacts.LineSums lines = StoreFacts.LineSums.NONE;
  private StoreFacts.MovementSums movements = StoreFacts.MovementSums.NONE;

  /** Nothing is known yet; {@code indexed} movements should have documents. */
  public OrderCheck(Scope scope, Findings findings, IndexedMovements indexed) {
    this.scope = scope;
    this.findings = findings;
    this.indexed = indexed;
  }

  /** A record of the intake. */
  public void submitted(StoreFacts.Submission submission) {
    order(submission.id()).submitted(submission);
  }

  /** A submission that was rejected for its content. */
  public void rejected(UUID id) {
    OrderView order = orders.get(id);
    if (order != null) {
      order.rejected();
    }
  }

  /** An event; those of one order in their order. */
  public void happened(StoreFacts.Event event) {
    order(event.id()).happened(event);
  }

  public void stored(StoreFacts.Row row) {
    order(row.id()).stored(row);
    lines = lines.plus(row.lines());
  }

  public void moved(StoreFacts.Movement movement) {
    if (movement.at() >= scope.sinceMillis() && indexed.include(movement.kind())) {
      movements = movements.plus(movement.sums());
    }
    if (movement.kind() == MovementKind.ADJUST) {
      return;
    }
    // With a bound, an order that is not known is one from before it.
    OrderView order = scope.since() == null ? order(movement.ref()) : orders.get(movement.ref());
    if (order != null) {
      order.moved(movement);
    }
  }

  public void indexed(String id, StoreFacts.Document document) {
    @Nullable UUID known = parse(id);
    if (known == null) {
      findings.violated(OrderInvariant.ORDER_DOCUMENTS_MATCH, id, DocumentMatch.EXTRA.text());
    } else {
      order(known).indexed(document);
    }
  }

  public void judge(Invariant.Moment moment) {
    for (OrderInvariant invariant : OrderInvariant.values()) {
      long examined = 0;
      for (OrderView order : orders.values()) {
        if (invariant.judges(order, moment)) {
          examined++;
          String fault = invariant.fault(order, moment);
          if (!fault.isEmpty()) {
            findings.violated(invariant, order.id, fault);
          }
        }
      }
      findings.examined(invariant, examined);
    }
  }

  /** What the documents of all lines should add up to. */
  public StoreFacts.LineSums lines() {
    return lines;
  }

  /** What the documents of movements should add up to. */
  public StoreFacts.MovementSums movements() {
    return movements;
  }

  /** All orders that anything is known of. */
  public Collection<OrderView> orders() {
    return orders.values();
  }

  private OrderView order(UUID id) {
    return orders.computeIfAbsent(id, OrderView::new);
  }

  private static @Nullable UUID parse(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.toString().equals(id) ? uuid : null;
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }
}
