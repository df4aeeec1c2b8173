package io.spillway.faults.adapter;

import io.spillway.faults.core.ClientFindings;
import io.spillway.faults.core.JournalAudit;
import io.spillway.faults.core.ScenarioOrder;
import io.spillway.faults.core.StockAudit;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/**
 * Compares journal, MySQL and Elasticsearch again and again until all agree, or until nothing
 * changes any more and they still do not.
 */
final class Reconciliation {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final int ASKED_AGAIN = 200;

  private final Backends backends;
  private final ClientSession shop;
  private final IndexReader index;
  private final Progress progress;
  private final ClientFindings repeated = new ClientFindings();
  private JournalAudit orders;
  private StockAudit stock;
  private ClientFindings searched = new ClientFindings();

  Reconciliation(Backends backends, ClientSession shop, IndexReader index, Progress progress) {
    this.backends = backends;
    this.shop = shop;
    this.index = index;
    this.progress = progress;
    this.orders = JournalAudit.of(shop.journal(), shop.mix(), java.util.Map.of());
    this.stock = StockAudit.of(java.util.Map.of(), java.util.Map.of());
  }

  /** Returns when all agree, or nothing moves. */
  void await() throws InterruptedException {
    long began = System.nanoTime();
    long moved = began;
    List<String> last = List.of();
    while (!compare()) {
      List<String> now = objections();
      if (!now.equals(last)) {
        last = now;
        moved = System.nanoTime();
        progress.say("not yet: " + now);
      }
      if (System.nanoTime() - moved > PATIENCE.toNanos()
          || System.nanoTime() - began > LONGEST.toNanos()) {
        return;
      }
      Thread.sleep(POLL);
    }
    askAgain();
  }

  JournalAudit orders() {
    return orders;
  }

  StockAudit stock() {
    return stock;
  }

  /** One line a sort of objection. */
  List<String> objections() {
    List<String> lines = new ArrayList<>(orders.findings().lines());
    lines.addAll(stock.findings().lines());
    lines.addAll(searched.lines());
    lines.addAll(repeated.lines());
    lines.addAll(refusedWithoutCause().lines());
    lines.addAll(shop.tally().findings().lines());
    return lines;
  }

  private ClientFindings refusedWithoutCause() {
    ClientFindings refused = new ClientFindings();
    for (int index : shop.journal().refusedWithoutCause()) {
      refused.add("a valid order was refused for its key", index);
    }
    return refused;
  }

  private boolean compare() throws InterruptedException {
    try {
      ShardSnapshotReader.World world = ShardSnapshotReader.read(backends, shop.tenant());
      orders = JournalAudit.of(shop.journal(), shop.mix(), world.orders());
      stock = StockAudit.of(shop.mix().stock(), world.stock());
      searched = index.compare(world.orders());
    } catch (UnavailableException away) {
      searched = new ClientFindings();
      searched.add("a store did not answer", away);
    }
    return orders.holds() && stock.holds() && searched.isEmpty();
  }

  /** A sample of accepted orders twice more: the same order, and the same bytes both times. */
  private void askAgain() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(shop.journal().sent());
    for (int i = 0; i < ASKED_AGAIN && shop.journal().sent() > 0; i++) {
      int sample = random.nextInt(shop.journal().sent());
      if (shop.journal().isAccepted(sample) && !shop.journal().isContradicted(sample)) {
        ScenarioOrder order = shop.mix().order(sample);
        String first = answer(order);
        String second = answer(order);
        if (!first.equals(second)) {
          repeated.add("a key was answered with other bytes", first + " / " + second);
        }
        String id = shop.journal().id(sample).toString();
        if (!first.contains(id)) {
          repeated.add("a key was answered with another order", id + " / " + first);
        }
      }
    }
  }

  private String answer(ScenarioOrder order) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        HttpResponse<String> response = shop.client().submit(order, order.json(false)).get();
        if (response.statusCode() == 202 || attempt == 20) {
          return response.body();
        }
      } catch (ExecutionException e) {
        if (attempt == 20) {
          return String.valueOf(e.getCause());
        }
      }
      Thread.sleep(200);
    }
  }
}
