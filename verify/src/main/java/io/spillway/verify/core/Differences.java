package io.spillway.verify.core;

import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells in which way the evidence on one row differs. */
public final class Differences {
  private Differences() {}

  /** An order's row against its newest event; empty when the log does not reach back to it. */
  public static Optional<Difference> rowOf(OrderView order, long logFrom) {
    if (order.events == 0 || (order.row != null && order.row.createdAt() < logFrom)) {
      return Optional.empty();
    }
    String newest =
        String.format(Locale.ROOT, "newest event %s in version %d", order.status, order.version);
    if (order.row == null) {
      return Optional.of(of(order, DifferenceKind.ROW_BEHIND_EVENT, "no row; " + newest));
    }
    boolean same = order.row.version() == order.version && order.row.status() == order.status;
    if (same) {
      return Optional.empty();
    }
    DifferenceKind kind =
        order.row.version() > order.version
            ? DifferenceKind.ROW_AHEAD_OF_EVENTS
            : DifferenceKind.ROW_BEHIND_EVENT;
    String row =
        String.format(
            Locale.ROOT, "row %s in version %d; ", order.row.status(), order.row.version());
    return Optional.of(of(order, kind, row + newest));
  }

  /** An order's document against its row. */
  public static Optional<Difference> documentOf(OrderView order) {
    if (order.row == null) {
      // A row that is still to be written from its events will have this document again.
      return order.documents == 0 || order.events > 0
          ? Optional.empty()
          : Optional.of(of(order, DifferenceKind.DOCUMENT_WITHOUT_ROW, ""));
    }
    long version = order.row.version();
    return kind(DocumentMatch.of(version, order.row.contentHash(), order.documents, order.document))
        .map(kind -> of(order, kind, versions(version, order.document)));
  }

  /** A SKU's document against its row. */
  public static Optional<Difference> documentOf(StockView stock) {
    if (stock.row == null) {
      return stock.documents == 0
          ? Optional.empty()
          : Optional.of(of(stock, DifferenceKind.DOCUMENT_WITHOUT_ROW, ""));
    }
    long version = stock.row.version();
    return kind(DocumentMatch.of(version, stock.row.contentHash(), stock.documents, stock.document))
        .map(kind -> of(stock, kind, versions(version, stock.document)));
  }

  /** A SKU's row against its movements. */
  public static Optional<Difference> rowOf(StockView stock) {
    String fault = StockInvariant.STOCK_ROW_IS_ITS_MOVEMENTS.fault(stock);
    return fault.isEmpty()
        ? Optional.empty()
        : Optional.of(of(stock, DifferenceKind.STOCK_NOT_ITS_MOVEMENTS, fault));
  }

  private static Optional<DifferenceKind> kind(DocumentMatch verdict) {
    return switch (verdict) {
      case SAME -> Optional.empty();
      case MISSING -> Optional.of(DifferenceKind.MISSING_DOCUMENT);
      case STALE -> Optional.of(DifferenceKind.STALE_DOCUMENT);
      case NEWER -> Optional.of(DifferenceKind.NEWER_DOCUMENT);
      case OTHER_CONTENT -> Optional.of(DifferenceKind.OTHER_CONTENT);
      case SEVERAL -> Optional.of(DifferenceKind.SEVERAL_DOCUMENTS);
      case EXTRA -> Optional.of(DifferenceKind.DOCUMENT_WITHOUT_ROW);
    };
  }

  private static String versions(long row, StoreFacts.@Nullable Document document) {
    if (document == null) {
      return "";
    }
    return "version " + row + " in MySQL, " + document.version() + " in Elasticsearch";
  }

  private static Difference of(OrderView order, DifferenceKind kind, String detail) {
    return new Difference(Difference.ORDERS, order.id.toString(), kind, detail);
  }

  private static Difference of(StockView stock, DifferenceKind kind, String detail) {
    return new Difference(Difference.STOCK, stock.key, kind, detail);
  }
}
