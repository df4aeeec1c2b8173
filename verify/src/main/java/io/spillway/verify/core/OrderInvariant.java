package io.spillway.verify.core;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;
import java.util.Locale;

/** What must hold of each order by itself, in the order of the architecture's numbers. */
public enum OrderInvariant implements Invariant.OfOrder {
  /** An order is terminal, confirmed, or held until a time that is still to come. */
  SETTLED_AT_REST(1, "every order has exactly one settled status") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.row != null || order.events > 0;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      OrderStatus status = order.row == null ? order.status : order.row.status();
      long holdUntil = order.row == null ? 0 : order.row.holdUntil();
      return switch (status) {
        case CONFIRMED, REJECTED, CANCELLED, EXPIRED, FULFILLED -> "";
        case RESERVED -> {
          if (order.row != null && holdUntil == 0) {
            yield "is RESERVED without an end of its hold";
          }
          yield order.row == null || holdUntil + GRACE.toMillis() > moment.now()
              ? ""
              : "is RESERVED past the end of its hold";
        }
        default -> "is " + status + " at rest";
      };
    }
  },

  /**
   * A reserved or confirmed order holds just the lines it keeps, a fulfilled one has handed over
   * just those, and every other one holds nothing; by the movements.
   */
  ONLY_KEPT_LINES_HELD(4, "orders hold exactly the lines they keep") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      // While reserving anything may be held; that it rests there is another fault.
      return order.row == null ? order.moved : order.row.status() != OrderStatus.RESERVING;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      if (order.row == null) {
        return order.held == 0 && order.fulfilled == 0
            ? ""
            : "has no row, but movements hold stock";
      }
      OrderStatus status = order.row.status();
      boolean holds = status == OrderStatus.RESERVED || status == OrderStatus.CONFIRMED;
      long mayHold = holds ? order.row.kept() : 0;
      long mayHaveTaken = status == OrderStatus.FULFILLED ? order.row.kept() : 0;
      if (order.held != mayHold) {
        return holds
            ? "is " + status + ", but what it holds is not what it keeps"
            : "is " + status + " and holds stock";
      }
      return order.fulfilled == mayHaveTaken
          ? ""
          : "is " + status + ", but what was handed over is not what it keeps";
    }
  },

  /** Versions of an order's events are 1, 2, 3 and so on, each by a listed transition. */
  VERSIONS_RISE_BY_ONE(5, "versions rise by one, by listed transitions") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.events > 0;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      return order.versionFault == null ? "" : order.versionFault;
    }
  },

  /** After a terminal event nothing happens to an order, and its row says the same. */
  TERMINAL_STAYS(5, "a terminal status never changes") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return OrderStatuses.isTerminal(order.status) || order.terminalFault != null;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      if (order.terminalFault != null) {
        return order.terminalFault;
      }
      OrderStatus stored = order.row == null ? order.status : order.row.status();
      boolean newer = order.row != null && order.row.version() >= order.version;
      return newer && stored != order.status
          ? "became " + order.status + ", but its row is " + stored
          : "";
    }
  },

  /** An order's row has the version and the status of its newest event. */
  ROW_IS_NEWEST_EVENT(5, "order row = newest event") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.row != null && order.events > 0 && moment.covers(order);
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      if (order.row == null) {
        return "";
      }
      return order.row.version() == order.version && order.row.status() == order.status
          ? ""
          : String.format(
              Locale.ROOT,
              "row is %s in version %d, the newest event %s in version %d",
              order.row.status(),
              order.row.version(),
              order.status,
              order.version);
    }
  },

  /** An accepted order was created once and has a row, and there is no other order. */
  ACCEPTED_CREATED_STORED(6, "accepted = created = order rows") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return (order.submissions > 0 || order.events > 0 || order.row != null)
          && moment.covers(order);
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      if (order.submissions == 0) {
        return "was never accepted";
      }
      if (order.created == 0) {
        return "was accepted, but never created";
      }
      if (order.created > 1) {
        return "was created " + order.created + " times";
      }
      return order.row == null ? "was accepted, but has no row" : "";
    }
  },

  /** Each order row has one document of its version and content, and there is no other document. */
  ORDER_DOCUMENTS_MATCH(7, "Elasticsearch = MySQL: orders") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.row != null || order.documents > 0;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      return order.row == null
          ? DocumentMatch.EXTRA.text()
          : DocumentMatch.of(
                  order.row.version(), order.row.contentHash(), order.documents, order.document)
              .text();
    }
  },

  /**
   * What was submitted or replayed more than once is created once. Judges the repeats there are.
   */
  REPEATS_MAKE_NOTHING_NEW(8, "a repeated submission makes nothing new") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.submissions > 1;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      return order.created <= 1
          ? ""
          : String.format(
              Locale.ROOT,
              "was submitted %d times and created %d times",
              order.submissions,
              order.created);
    }
  },

  /**
   * One idempotency key, one order: its submissions have the same content, or those that differ
   * were rejected. That answers are the same bytes only clients can see.
   */
  ONE_CONTENT_PER_KEY(9, "one key, one order: other contents are rejected") {
    @Override
    public boolean judges(OrderView order, Moment moment) {
      return order.submissions > 0;
    }

    @Override
    public String fault(OrderView order, Moment moment) {
      return order.otherContents == 0 || order.rejects > 0
          ? ""
          : order.otherContents + " submissions with another content were not rejected";
    }
  };

  /** A hold's timer may fire this much late. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private final int number;
  private final String claim;

  OrderInvariant(int number, String claim) {
    this.number = number;
    this.claim = claim;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String claim() {
    return claim;
  }
}
