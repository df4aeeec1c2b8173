package io.spillway.verify.core;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the stores tell of one order. Not thread-safe. */
public final class OrderView {
  final UUID id;
  int submissions;
  int otherContents;
  int rejects;
  int created;
  int events;
  long version;
  OrderStatus status = OrderStatus.ORDER_STATUS_UNSPECIFIED;
  @Nullable String versionFault;
  @Nullable String terminalFault;
  StoreFacts.@Nullable Row row;
  int documents;
  StoreFacts.@Nullable Document document;
  boolean moved;
  long held;
  long fulfilled;
  private long fingerprint;

  OrderView(UUID id) {
    this.id = id;
  }

  /** A record of the intake; the first one's content is the order's. */
  void submitted(StoreFacts.Submission submission) {
    if (submissions == 0) {
      fingerprint = submission.fingerprint();
    } else if (fingerprint != submission.fingerprint()) {
      otherContents++;
    }
    submissions++;
  }

  /** A submission that the saga did not take. */
  void rejected() {
    rejects++;
  }

  /** An event, in the order of its topic. Only the first fault is kept: it causes the others. */
  void happened(StoreFacts.Event event) {
    if (events > 0 && OrderStatuses.isTerminal(status) && event.status() != status) {
      terminalFault = first(terminalFault, status + " became " + event.status());
    }
    if (event.version() != version + 1) {
      versionFault =
          first(versionFault, "version " + version + " is followed by " + event.version());
    } else if (events == 0) {
      if (event.status() != OrderStatus.RESERVING) {
        versionFault = first(versionFault, "begins as " + event.status());
      }
    } else if (!OrderStatuses.isTerminal(status)
        && !OrderStatuses.canBecome(status, event.status())) {
      versionFault = first(versionFault, status + " became " + event.status());
    } else if (OrderStatuses.isTerminal(status)) {
      terminalFault =
          first(terminalFault, status + " got version " + event.version() + " after its last");
    }
    events++;
    if (event.created()) {
      created++;
    }
    if (event.version() >= version) {
      version = event.version();
      status = event.status();
    }
  }

  void stored(StoreFacts.Row found) {
    row = found;
  }

  void indexed(StoreFacts.Document found) {
    documents++;
    document = found;
  }

  /** A movement; what was voided or refused moved nothing. */
  void moved(StoreFacts.Movement movement) {
    if (movement.outcome() != MovementOutcome.APPLIED) {
      return;
    }
    long digest = Digests.line(movement.line(), movement.sku(), movement.quantity());
    moved = true;
    switch (movement.kind()) {
      case RESERVE -> held += digest;
      case RELEASE -> held -= digest;
      case FULFIL -> {
        held -= digest;
        fulfilled += digest;
      }
      case ADJUST -> {
        // Not an order's.
      }
    }
  }

  private static String first(@Nullable String known, String fault) {
    return known == null ? fault : known;
  }
}
