package io.spillway.verify.core;

/** Each order row has one document of its version and content, and there is no other document. */
public final class OrderDocumentsMatch implements Invariant.OfOrder {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String claim() {
    return "Elasticsearch = MySQL: orders";
  }

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
}
