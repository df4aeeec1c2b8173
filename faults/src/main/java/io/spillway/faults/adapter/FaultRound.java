package io.spillway.faults.adapter;

import io.spillway.faults.core.ClientJournal;
import io.spillway.faults.core.FaultKind;
import io.spillway.faults.core.LatencyFigures;
import io.spillway.faults.core.PlannedFault;
import io.spillway.faults.core.RoundResult;
import io.spillway.faults.core.Target;
import io.spillway.faults.core.TrafficTally;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One round on a running stack: orders flow, faults come and go as planned, everything catches up,
 * and what was promised is compared with what there is. Used once.
 */
final class FaultRound {
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(20);
  private static final Duration READY_LIMIT = Duration.ofMinutes(1);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final Duration CHECK_SETTLES_WITHIN = Duration.ofMinutes(2);

  private final FaultStack stack;
  private final ClientSession shop;
  private final Traffic traffic;
  private final Latencies latencies;
  private final IndexReader index;
  private final Progress progress;
  private final String name;
  private final long seed;
  private final long start = System.nanoTime();
  private final List<String> timeline = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final Map<Target, ReentrantLock> targets = new ConcurrentHashMap<>();

  FaultRound(
      FaultStack stack,
      ClientSession shop,
      Traffic traffic,
      Latencies latencies,
      IndexReader index,
      Progress progress,
      String name,
      long seed) {
    this.stack = stack;
    this.shop = shop;
    this.traffic = traffic;
    this.latencies = latencies;
    this.index = index;
    this.progress = progress;
    this.name = name;
    this.seed = seed;
  }

  RoundResult run(List<PlannedFault> plan, Duration calm) throws Exception {
    traffic.start();
    Thread.sleep(calm);
    latencies.enter(LatencyFigures.Phase.DURING);
    perform(plan);
    note("all faults removed");
    latencies.enter(LatencyFigures.Phase.CATCHING_UP);
    long recovery = new RecoveryProbe(shop, index).recoveryMillis(RECOVERY_LIMIT);
    note("pipeline caught up");
    latencies.enter(LatencyFigures.Phase.AFTER);
    Thread.sleep(calm);
    traffic.endOrders();
    boolean answered = traffic.awaitAnswers(ANSWER_LIMIT);
    note(answered ? "all requests answered" : "some requests got no response");
    return judge(plan, recovery);
  }

  private RoundResult judge(List<PlannedFault> plan, long recovery) throws Exception {
    Reconciliation verdict = new Reconciliation(stack.backends(), shop, index, progress);
    verdict.await();
    note("stores compared");
    List<String> findings = new ArrayList<>(failures);
    findings.addAll(verdict.objections());
    findings.addAll(violations());
    note("invariants checked");
    findings.addAll(stack.unready(READY_LIMIT));
    ClientJournal journal = shop.journal();
    TrafficTally tally = shop.tally();
    return new RoundResult(
        name,
        plan.size() == 1 ? plan.getFirst().kind().row() : 0,
        seed,
        seconds(),
        plan.size(),
        timeline,
        journal.sent(),
        journal.accepted(),
        tally.notSent(),
        journal.sent() - (long) journal.accepted(),
        verdict.orders().lost(),
        verdict.orders().unsettled(),
        verdict.orders().doubled(),
        verdict.stock().oversold(),
        verdict.orders().brokenPromises(),
        journal.changedAnswers(),
        tally.refusals(),
        tally.commands(),
        recovery,
        latencies.figures(),
        findings);
  }

  /** One line for each invariant of the pipeline that does not hold of the round's tenant. */
  private List<String> violations() throws InterruptedException {
    CheckWiring check =
        new CheckWiring(stack.backends(), stack.adminAddresses(), stack.api(), progress);
    try {
      return check.of(new Scope(shop.tenant(), null), CHECK_SETTLES_WITHIN).findings().stream()
          .filter(finding -> finding.violations() > 0)
          .map(
              finding ->
                  String.format(
                      Locale.ROOT,
                      "%d x invariant %d, %s: %s",
                      finding.violations(),
                      finding.invariant().number(),
                      finding.invariant().claim(),
                      finding.examples()))
          .toList();
    } catch (UnavailableException e) {
      return List.of("Failed to check the invariants: " + e.getMessage());
    }
  }

  /** Each at its time, side by side; those of one target one after another. */
  private void perform(List<PlannedFault> plan) throws InterruptedException {
    FaultCatalog catalog = new FaultCatalog(stack, shop, progress);
    long began = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (PlannedFault planned : plan) {
      sleepUntil(began + planned.startMillis() * 1_000_000);
      threads.add(Thread.ofPlatform().start(() -> perform(planned, catalog)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void perform(PlannedFault planned, FaultCatalog catalog) {
    FaultKind kind = planned.kind();
    ReentrantLock target = targets.computeIfAbsent(kind.target(), key -> new ReentrantLock());
    target.lock();
    try {
      FaultAction fault = catalog.of(planned);
      note(kind.label() + " begins");
      try {
        fault.inject();
        Thread.sleep(planned.holdMillis());
      } finally {
        fault.heal();
      }
      note(kind.label() + " healed");
    } catch (Exception e) {
      failures.add(kind.label() + " failed: " + e);
      note(kind.label() + " failed: " + e);
    } finally {
      target.unlock();
    }
  }

  private void note(String what) {
    String line = String.format(Locale.ROOT, "%6.1f s  %s", seconds(), what);
    timeline.add(line);
    progress.say(ProgressText.duration(Duration.ofNanos(System.nanoTime() - start)) + " " + what);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
