package io.spillway.tools.core.check;

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
  public boolean judges(OrderEvidence order, Moment moment) {
    return order.row != null || order.documents > 0;
  }

  @Override
  public String fault(OrderEvidence order, Moment moment) {
    return order.row == null
        ? DocumentVerdict.EXTRA.text()
        : DocumentVerdict.of(
                order.row.version(), order.row.contentHash(), order.documents, order.document)
            .text();
  }
}
