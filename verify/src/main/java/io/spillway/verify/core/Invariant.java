package io.spillway.verify.core;

/** Something that must hold. */
public interface Invariant {
  /** Its number among the invariants of the architecture; 0 for one besides them. */
  int number();

  /** What must hold, in a few words. */
  String claim();

  /** Holds of each order by itself. */
  interface OfOrder extends Invariant {
    /** Whether the evidence is complete enough to judge this. */
    boolean judges(OrderView order, Moment moment);

    /** What is wrong; empty when it holds. */
    String fault(OrderView order, Moment moment);
  }

  /** Holds of each SKU by itself. */
  interface OfStock extends Invariant {
    /** What is wrong; empty when it holds. */
    String fault(StockView stock);
  }

  /**
   * When and how far back the evidence reaches; epoch milliseconds.
   *
   * @param now when it was taken
   * @param logFrom orders accepted since then are still whole in Kafka
   */
  record Moment(long now, long logFrom) {
    /** Whether Kafka must still hold all records of this order. */
    boolean covers(OrderView order) {
      // What Kafka tells was accepted late enough, or it would not have been read.
      return order.row == null || order.row.createdAt() >= logFrom;
    }
  }
}
