package io.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.cli.core.DemoAudit;
import io.spillway.cli.core.DemoEvidence;
import io.spillway.cli.core.DemoOrder;
import io.spillway.cli.core.DemoPlan;
import io.spillway.cli.core.DemoResult;
import io.spillway.operate.StockFlow;
import io.spillway.operate.SubmitFlow;
import io.spillway.operate.core.Chunk;
import io.spillway.operate.core.Chunks;
import io.spillway.operate.core.LineAnswer;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.Ledger;
import io.spillway.verify.port.PipelineIdle;
import io.spillway.verify.port.Search;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends a plan's orders, waits until all are settled and searchable, and compares the stores. A
 * service that is away for a while only makes it wait.
 *
 * @param patience gives up when nothing moves for so long
 */
public record DemoFlow(
    SubmitFlow submit,
    StockFlow stock,
    Ledger ledger,
    Search search,
    PipelineIdle stages,
    Pause pause,
    Progress progress,
    Duration patience) {
  private static final int ORDERS_PER_REQUEST = 100;
  private static final long REQUEST_BYTES = 8L << 20;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int REFUSALS_TOLD = 10;
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What a run found, and when all orders were accepted, settled and searchable, since the first.
   */
  public record Outcome(
      DemoResult result, Duration submitted, Duration settled, Duration searchable) {}

  public Outcome run(DemoPlan plan) throws InterruptedException {
    stock.open(plan.tenant(), plan.stock());
    Duration start = pause.now();
    Map<String, DemoOrder> accepted = send(plan);
    Duration submitted = pause.now().minus(start);
    awaitSettled(plan, accepted.size());
    Duration settled = pause.now().minus(start);
    awaitSearchable(plan, accepted);
    Duration searchable = pause.now().minus(start);
    DemoResult result = DemoAudit.of(plan, balanced(plan, gather(plan, accepted)));
    return new Outcome(result, submitted, settled, searchable);
  }

  private Map<String, DemoOrder> send(DemoPlan plan) throws InterruptedException {
    Map<String, DemoOrder> accepted = new ConcurrentHashMap<>();
    AtomicInteger told = new AtomicInteger();
    Iterator<String> lines = plan.orders().stream().map(DemoFlow::json).iterator();
    try (Progress.Meter meter = progress.meter("orders answered", plan.orders().size())) {
      submit.run(
          new Chunks(lines, ORDERS_PER_REQUEST, REQUEST_BYTES),
          meter,
          new SubmitFlow.Listener() {
            @Override
            public void accepted(Chunk.Line line, String id) {
              accepted.put(id, plan.orders().get((int) line.number() - 1));
            }

            @Override
            public void refused(Chunk.Line line, LineAnswer.Refused refusal) {
              if (told.incrementAndGet() <= REFUSALS_TOLD) {
                progress.say("order " + line.number() + " rejected: " + refusal.reason());
              }
            }
          });
    }
    return accepted;
  }

  private void awaitSettled(DemoPlan plan, int accepted) throws InterruptedException {
    await(
        "orders settled",
        accepted,
        () ->
            ledger.ordersByStatus(plan.tenant()).entrySet().stream()
                .filter(e -> !e.getKey().equals("RESERVING"))
                .mapToLong(Map.Entry::getValue)
                .sum());
  }

  private void awaitSearchable(DemoPlan plan, Map<String, DemoOrder> accepted)
      throws InterruptedException {
    long lines = accepted.values().stream().mapToLong(order -> order.lines().size()).sum();
    await("orders searchable", accepted.size(), () -> search.settledOrders(plan.tenant()));
    await("lines searchable", lines, () -> search.settledLines(plan.tenant()));
  }

  /** The evidence once what rejected orders had is given back, or nothing changes any more. */
  private DemoEvidence balanced(DemoPlan plan, DemoEvidence evidence) throws InterruptedException {
    DemoEvidence[] last = {evidence};
    await(
        "SKUs balanced",
        plan.stock().size(),
        () -> {
          last[0] = evidence.withStock(ledger.stock(plan.tenant()));
          return DemoAudit.balanced(plan, last[0]);
        });
    return last[0];
  }

  private interface Count {
    long now() throws UnavailableException, InterruptedException;
  }

  /** Waits for a count; when it stands still for too long, the audit shall say what is missing. */
  private void await(String what, long total, Count count) throws InterruptedException {
    try (Progress.Meter meter = progress.meter(what, total)) {
      long last = -1;
      Duration moved = pause.now();
      Duration looked = moved;
      while (true) {
        Duration asked = pause.now();
        try {
          long now = count.now();
          meter.at(now);
          if (now >= total) {
            return;
          }
          if (now != last) {
            last = now;
            moved = pause.now();
          }
          if (pause.now().minus(looked).compareTo(LOOK) > 0) {
            looked = pause.now();
            // Documents become searchable in bursts while the sink catches up; this goes on moving.
            meter.behind(stages.left());
          }
        } catch (UnavailableException e) {
          // Only a wait: the deadline below bounds it.
          meter.waitingFor(String.valueOf(e.getMessage()));
        }
        if (pause.now().minus(moved).compareTo(patience) > 0) {
          progress.say(
              what
                  + " made no progress for "
                  + ProgressText.duration(patience)
                  + "; comparing the stores now");
          return;
        }
        Duration cost = pause.now().minus(asked);
        pause.sleep(cost.multipliedBy(2).compareTo(POLL) > 0 ? cost.multipliedBy(2) : POLL);
      }
    }
  }

  private DemoEvidence gather(DemoPlan plan, Map<String, DemoOrder> accepted)
      throws InterruptedException {
    try {
      return new DemoEvidence(
          accepted,
          ledger.orders(plan.tenant()),
          search.orders(plan.tenant()),
          search.settledLines(plan.tenant()),
          ledger.stock(plan.tenant()));
    } catch (UnavailableException e) {
      throw new OperationException("Failed to compare the stores: " + e.getMessage(), e);
    }
  }

  private static String json(DemoOrder order) {
    try {
      return JSON.writeValueAsString(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order could not be written as JSON", e);
    }
  }
}
