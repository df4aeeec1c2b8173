package io.spillway.verify;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.ApiAnswers;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Claim;
import io.spillway.verify.core.Findings;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Invariant;
import io.spillway.verify.core.KeySample;
import io.spillway.verify.core.OrderCheck;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StockCheck;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.core.SumsByOrder;
import io.spillway.verify.port.OrderLog;
import io.spillway.verify.port.OrderShards;
import io.spillway.verify.port.PipelineIdle;
import io.spillway.verify.port.RowReads;
import io.spillway.verify.port.SearchDocuments;
import io.spillway.verify.port.ServiceCounters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits until the pipeline rests, and proves every invariant on what its stores hold: order by
 * order in ranges of ids, several at a time, so that memory does not grow with the orders.
 *
 * @param rows what {@code api} should answer
 * @param workers so many ranges are read at the same time
 */
public record CheckFlow(
    OrderLog log,
    OrderShards shards,
    SearchDocuments search,
    ServiceCounters counters,
    PipelineIdle idle,
    RowReads rows,
    RowReads api,
    Pause pause,
    Clock clock,
    Progress progress,
    int workers) {
  private static final int LOOKS = 3;
  private static final int SAMPLED_ORDERS = 50;
  private static final int SAMPLED_STOCK = 20;

  /**
   * Checks everything in scope. When records arrive meanwhile and something seems wrong, it looks
   * again: a timer may have ended a hold between two stores.
   *
   * @param settle how long to wait for rest
   * @throws UnavailableException when a store does not answer
   * @throws OperationException when the pipeline goes on moving
   */
  public CheckReport run(Scope scope, Duration settle)
      throws UnavailableException, InterruptedException {
    RestWatch rest = new RestWatch(idle, pause, progress, "; stop the clients, or raise --settle");
    List<String> behind = rest.await(settle);
    for (int look = 1; ; look++) {
      Map<String, Long> before = idle.ends();
      CheckReport report = examine(scope);
      boolean moved = !idle.ends().equals(before);
      if (report.ok() || !moved || look == LOOKS) {
        for (String what : behind) {
          report = report.noting("no progress: " + what);
        }
        return moved ? report.noting("records arrived during the check") : report;
      }
      progress.say("records arrived during the check; repeating it");
      rest.await(settle);
    }
  }

  private CheckReport examine(Scope scope) throws UnavailableException, InterruptedException {
    search.refresh();
    IndexedMovements indexed = search.indexedMovements();
    Findings findings = new Findings(log.deadLetters());
    for (StoreFacts.Balance balance : counters.balances()) {
      findings.examined(Claim.BALANCES, 1);
      if (balance.left() != balance.right()) {
        findings.violated(
            Claim.BALANCES,
            balance.service(),
            String.format(
                Locale.ROOT,
                "%s: %.0f against %.0f",
                balance.equation(),
                balance.left(),
                balance.right()));
      }
    }
    List<IdRange> ranges = IdRange.of(log.orderPartitions());
    KeySample sampledOrders = new KeySample(SAMPLED_ORDERS, clock.millis());
    KeySample sampledStock = new KeySample(SAMPLED_STOCK, clock.millis());
    AtomicInteger done = new AtomicInteger();
    try (Progress.Meter meter = progress.meter("checked", ranges.size() + 1L)) {
      List<Callable<Void>> work = new ArrayList<>();
      work.add(
          () -> {
            stock(scope, findings, sampledStock);
            meter.at(done.incrementAndGet());
            return null;
          });
      for (IdRange range : ranges) {
        work.add(
            () -> {
              orders(range, scope, findings, sampledOrders, indexed);
              meter.at(done.incrementAndGet());
              return null;
            });
      }
      runAll(work);
    }
    return answers(sampledOrders.keys(), sampledStock.keys(), findings)
        .map(findings.report()::noting)
        .orElseGet(findings::report);
  }

  /** Compares a sample; an API that does not answer is a note, because nothing is lost by it. */
  private Optional<String> answers(
      Collection<String> orders, Collection<String> stock, Findings findings)
      throws UnavailableException, InterruptedException {
    Map<String, Map<String, String>> held = rows.orders(orders);
    held.putAll(rows.stock(stock));
    Map<String, Map<String, String>> told;
    try {
      told = api.orders(orders);
      told.putAll(api.stock(stock));
    } catch (UnavailableException | OperationException e) {
      return Optional.of("API responses not compared with the rows: " + e.getMessage());
    }
    ApiAnswers.judge(held, told, findings);
    return Optional.empty();
  }

  private void stock(Scope scope, Findings findings, KeySample sample)
      throws UnavailableException, InterruptedException {
    StockCheck examination = new StockCheck();
    shards.stock(
        scope,
        (key, row) -> {
          examination.stored(key, row);
          sample.offer(key);
        });
    shards.stockSums(scope, examination::moved);
    search.stock(scope, examination::indexed);
    examination.judge(findings);
  }

  private void orders(
      IdRange range, Scope scope, Findings findings, KeySample sample, IndexedMovements indexed)
      throws UnavailableException, InterruptedException {
    long from = Math.max(scope.sinceMillis(), log.wholeFrom(range));
    OrderCheck examination = new OrderCheck(scope, findings, indexed);
    log.submissions(range, scope, from, examination::submitted);
    log.rejects(range, examination::rejected);
    log.events(range, scope, from, examination::happened);
    shards.orders(
        range,
        scope,
        row -> {
          examination.stored(row);
          sample.offer(row.id().toString());
        });
    shards.movements(range, scope, examination::moved);
    search.orders(range, scope, examination::indexed);
    examination.judge(new Invariant.Moment(clock.millis(), from));
    lines(range, scope, findings, examination.lines());
    movements(range, scope, findings, indexed, examination.movements());
  }

  /** Sums first; only a range whose sums differ is read document by document. */
  private void lines(IdRange range, Scope scope, Findings findings, StoreFacts.LineSums stored)
      throws UnavailableException, InterruptedException {
    findings.examined(Claim.LINES, stored.count());
    if (!search.lineSums(range, scope).equals(stored)) {
      SumsByOrder byOrder = new SumsByOrder();
      shards.orders(
          range,
          scope,
          row -> byOrder.stored(row.id().toString(), row.lines().count(), row.lines().digest()));
      search.lines(range, scope, (id, sums) -> byOrder.indexed(id, sums.count(), sums.digest()));
      byOrder.judge(Claim.LINES, findings);
    }
  }

  private void movements(
      IdRange range,
      Scope scope,
      Findings findings,
      IndexedMovements indexed,
      StoreFacts.MovementSums stored)
      throws UnavailableException, InterruptedException {
    findings.examined(Claim.MOVEMENTS, stored.count());
    if (!search.movementSums(range, scope, indexed).equals(stored)) {
      SumsByOrder byRef = new SumsByOrder();
      shards.movements(
          range,
          scope,
          movement -> {
            if (movement.at() >= scope.sinceMillis() && indexed.include(movement.kind())) {
              byRef.stored(movement.ref().toString(), 1, movement.sums().digest());
            }
          });
      search.movements(range, scope, indexed, (id, sums) -> byRef.indexed(id, 1, sums.digest()));
      byRef.judge(Claim.MOVEMENTS, findings);
    }
  }

  private void runAll(List<Callable<Void>> work) throws UnavailableException, InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<Void>> running = work.stream().map(executor::submit).toList();
      try {
        for (Future<Void> one : running) {
          one.get();
        }
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case UnavailableException unavailable -> throw unavailable;
          case RuntimeException failure -> throw failure;
          case null, default -> throw new IllegalStateException(e);
        }
      } finally {
        running.forEach(one -> one.cancel(true));
      }
    }
  }
}
