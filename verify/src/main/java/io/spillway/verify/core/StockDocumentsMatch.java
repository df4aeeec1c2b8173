package io.spillway.verify.core;

/** Each stock row has one document of its version and content, and there is no other document. */
public final class StockDocumentsMatch implements Invariant.OfStock {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String claim() {
    return "Elasticsearch = MySQL: stock";
  }

  @Override
  public String fault(StockView stock) {
    StoreFacts.Stock row = stock.row;
    if (row == null) {
      return stock.documents == 0 ? "" : DocumentMatch.EXTRA.text();
    }
    return DocumentMatch.of(row.version(), row.contentHash(), stock.documents, stock.document)
        .text();
  }
}
