package io.spillway.verify;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.Differences;
import io.spillway.verify.core.Findings;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.OrderCheck;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StockCheck;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.core.SumsByOrder;
import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import io.spillway.verify.core.reconcile.DifferenceKind.Repair;
import io.spillway.verify.core.reconcile.Reconciliation;
import io.spillway.verify.port.OrderLog;
import io.spillway.verify.port.OrderShards;
import io.spillway.verify.port.RowRepairs;
import io.spillway.verify.port.SearchDocuments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares rows with events and documents in ranges of ids, and puts right what differs. Orders may
 * flow meanwhile: a difference counts when it is still the same at a second look.
 */
public final class ReconcileFlow {
  private static final Duration BEFORE_SECOND_LOOK = Duration.ofSeconds(5);
  private static final int IDS_PER_REPAIR = 500;

  private final OrderLog log;
  private final OrderShards shards;
  private final SearchDocuments search;
  private final RowRepairs repairs;
  private final Pause pause;
  private final Progress progress;
  private long orders;
  private long stock;

  public ReconcileFlow(
      OrderLog log,
      OrderShards shards,
      SearchDocuments search,
      RowRepairs repairs,
      Pause pause,
      Progress progress) {
    this.log = log;
    this.shards = shards;
    this.search = search;
    this.repairs = repairs;
    this.pause = pause;
    this.progress = progress;
  }

  /**
   * Compares all in scope, and with {@code fix} puts right what can be.
   *
   * @throws UnavailableException when a store does not answer; what was fixed so far stays
   */
  public Reconciliation run(Scope scope, boolean fix)
      throws UnavailableException, InterruptedException {
    List<Difference> found = new ArrayList<>();
    List<Difference> fixed = new ArrayList<>();
    List<IdRange> ranges = IdRange.of(log.orderPartitions());
    orders = 0;
    stock = 0;
    try (Progress.Meter meter = progress.meter("reconciled", ranges.size() + 1L)) {
      for (IdRange range : ranges) {
        Set<Difference> differences = confirmed(() -> orders(range, scope));
        found.addAll(differences);
        if (fix) {
          fixed.addAll(fix(range, differences));
        }
        meter.at(range.partition() + 1L);
      }
      Set<Difference> differences = confirmed(() -> stock(scope));
      found.addAll(differences);
      if (fix) {
        fixed.addAll(fix(ranges.getFirst(), differences));
      }
      meter.at(ranges.size() + 1L);
    }
    return new Reconciliation(orders, stock, found, fixed);
  }

  private interface Look {
    Set<Difference> take() throws UnavailableException, InterruptedException;
  }

  private Set<Difference> confirmed(Look look) throws UnavailableException, InterruptedException {
    search.refresh();
    long ordersBefore = orders;
    long stockBefore = stock;
    Set<Difference> differences = look.take();
    if (!differences.isEmpty()) {
      pause.sleep(BEFORE_SECOND_LOOK);
      search.refresh();
      orders = ordersBefore;
      stock = stockBefore;
      differences.retainAll(look.take());
    }
    return differences;
  }

  private Set<Difference> orders(IdRange range, Scope scope)
      throws UnavailableException, InterruptedException {
    Findings notReported = new Findings(List.of());
    OrderCheck examination = new OrderCheck(scope, notReported, IndexedMovements.ALL);
    long from = Math.max(scope.sinceMillis(), log.wholeFrom(range));
    log.events(range, scope, from, examination::happened);
    shards.orders(range, scope, examination::stored);
    search.orders(range, scope, examination::indexed);
    Set<Difference> differences = new TreeSet<>();
    examination
        .orders()
        .forEach(
            order -> {
              Differences.rowOf(order, from).ifPresent(differences::add);
              Differences.documentOf(order).ifPresent(differences::add);
            });
    orders += examination.orders().size();
    lines(range, scope, examination.lines(), differences);
    return differences;
  }

  /** An order whose lines differ has other content, unless its own document tells already. */
  private void lines(
      IdRange range, Scope scope, StoreFacts.LineSums stored, Set<Difference> differences)
      throws UnavailableException, InterruptedException {
    if (search.lineSums(range, scope).equals(stored)) {
      return;
    }
    SumsByOrder byOrder = new SumsByOrder();
    Set<String> rows = new HashSet<>();
    shards.orders(
        range,
        scope,
        row -> {
          byOrder.stored(row.id().toString(), row.lines().count(), row.lines().digest());
          rows.add(row.id().toString());
        });
    search.lines(range, scope, (id, sums) -> byOrder.indexed(id, sums.count(), sums.digest()));
    Set<String> known = new HashSet<>();
    differences.forEach(difference -> known.add(difference.id()));
    byOrder.differing().stream()
        .filter(id -> !known.contains(id))
        .forEach(
            id ->
                differences.add(
                    new Difference(
                        Difference.ORDERS,
                        id,
                        rows.contains(id)
                            ? DifferenceKind.OTHER_CONTENT
                            : DifferenceKind.DOCUMENT_WITHOUT_ROW,
                        "order-lines")));
  }

  private Set<Difference> stock(Scope scope) throws UnavailableException, InterruptedException {
    StockCheck examination = new StockCheck();
    shards.stock(scope, examination::stored);
    shards.stockSums(scope, examination::moved);
    search.stock(scope, examination::indexed);
    Set<Difference> differences = new TreeSet<>();
    examination
        .stock()
        .forEach(
            sku -> {
              Differences.rowOf(sku).ifPresent(differences::add);
              Differences.documentOf(sku).ifPresent(differences::add);
            });
    stock += examination.stock().size();
    return differences;
  }

  private List<Difference> fix(IdRange range, Collection<Difference> differences)
      throws UnavailableException, InterruptedException {
    List<Difference> fixable =
        differences.stream().filter(one -> one.kind().repair() != Repair.NONE).toList();
    for (int at = 0; at < fixable.size(); at += IDS_PER_REPAIR) {
      List<Difference> part = fixable.subList(at, Math.min(fixable.size(), at + IDS_PER_REPAIR));
      List<String> rows = ids(part, true, Repair.WRITE_ROW);
      if (!rows.isEmpty()) {
        repairs.writeOrders(range, rows);
      }
      fixDocuments(part);
      part.forEach(
          one -> progress.say("fixed: " + one.table() + " " + one.id() + ", " + one.kind().text()));
    }
    return fixable;
  }

  private void fixDocuments(List<Difference> part)
      throws UnavailableException, InterruptedException {
    List<String> gone = ids(part, true, Repair.REPLACE_DOCUMENT, Repair.REMOVE_DOCUMENT);
    if (!gone.isEmpty()) {
      repairs.removeOrderDocuments(gone);
    }
    List<String> goneStock = ids(part, false, Repair.REPLACE_DOCUMENT, Repair.REMOVE_DOCUMENT);
    if (!goneStock.isEmpty()) {
      repairs.removeStockDocuments(goneStock);
    }
    List<String> again = ids(part, true, Repair.PUBLISH_ROW, Repair.REPLACE_DOCUMENT);
    if (!again.isEmpty()) {
      repairs.publishOrders(again);
    }
    List<String> againStock = ids(part, false, Repair.PUBLISH_ROW, Repair.REPLACE_DOCUMENT);
    if (!againStock.isEmpty()) {
      repairs.publishStock(againStock);
    }
  }

  private static List<String> ids(List<Difference> of, boolean orders, Repair... repairs) {
    Set<Repair> wanted = Set.of(repairs);
    return of.stream()
        .filter(one -> one.isOrder() == orders && wanted.contains(one.kind().repair()))
        .map(Difference::id)
        .toList();
  }
}
