package io.spillway.ingest;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.AnswerStore.Claim;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.ingest.port.StockReads;
import io.spillway.schemas.routing.RoutedId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one sequence of the intake: heed the tenant's rate, claim the key, append to the log, keep
 * the answer, answer. An order is accepted only once the log holds it; the answer is kept before it
 * is sent, so that a retry gets the same bytes. Thread-safe; no method blocks.
 */
public final class IngestFlow {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final IntakeLog log;
  private final RateLimiter limiter;
  private final AnswerStore answers;
  private final OrderReads rows;
  private final StockReads stock;
  private final Clock clock;
  private final IngestMetrics metrics;

  public IngestFlow(
      IntakeLog log,
      RateLimiter limiter,
      AnswerStore answers,
      OrderReads rows,
      StockReads stock,
      Clock clock,
      IngestMetrics metrics) {
    this.log = log;
    this.limiter = limiter;
    this.answers = answers;
    this.rows = rows;
    this.stock = stock;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Takes a valid order under its key. The stage never fails: a refusal is an answer. */
  public CompletionStage<OrderAnswer> submit(ValidOrder order, String key, TraceContext trace) {
    return limiter
        .take(order.tenant())
        .thenCompose(
            wait -> wait.isZero() ? claim(order, key, trace) : done(tooFast(order.tenant(), wait)))
        .exceptionally(failure -> refusedBecause(failure));
  }

  /** An order and the key it is taken under. */
  public record Submission(ValidOrder order, String key) {}

  /** One order on its way; answered once it needs no further step. */
  private static final class Intake {
    final Acceptance order;
    Claim.@Nullable Granted claim;
    @Nullable OrderAnswer answer;

    Intake(Acceptance order) {
      this.order = order;
    }
  }

  /**
   * Takes valid orders under different keys, and answers them in their order. Blocks the calling
   * (virtual) thread; each step is taken for all orders together.
   */
  public List<OrderAnswer> submit(List<Submission> orders, TraceContext trace) {
    List<Intake> all =
        orders.stream()
            .map(each -> new Intake(Acceptance.of(each.order(), each.key(), clock.instant())))
            .toList();
    try {
      heedRates(all);
      claim(open(all));
      appendAll(open(all), trace);
      keep(open(all));
    } catch (RuntimeException e) {
      open(all).forEach(intake -> intake.answer = refusedBecause(e));
    }
    return all.stream().map(intake -> Objects.requireNonNull(intake.answer)).toList();
  }

  private static List<Intake> open(List<Intake> intakes) {
    return intakes.stream().filter(intake -> intake.answer == null).toList();
  }

  private void heedRates(List<Intake> intakes) {
    List<CompletionStage<Duration>> waits =
        intakes.stream().map(intake -> limiter.take(intake.order.order().tenant())).toList();
    for (int i = 0; i < intakes.size(); i++) {
      Duration wait = await(waits.get(i));
      if (!wait.isZero()) {
        intakes.get(i).answer = tooFast(intakes.get(i).order.order().tenant(), wait);
      }
    }
  }

  private void claim(List<Intake> intakes) {
    List<Claim> claims =
        await(answers.claim(intakes.stream().map(intake -> intake.order).toList()));
    for (int i = 0; i < intakes.size(); i++) {
      Intake intake = intakes.get(i);
      switch (claims.get(i)) {
        case Claim.Granted granted -> intake.claim = granted;
        case Claim.Answered answered -> intake.answer = repeated(intake.order, answered);
        case Claim.InFlight inFlight -> intake.answer = held(intake.order, inFlight);
        // The id follows from the key, so a repeated order is still one order.
        case Claim.Unavailable _ -> metrics.unremembered();
      }
    }
  }

  private void appendAll(List<Intake> intakes, TraceContext trace) {
    List<CompletionStage<Void>> appended =
        intakes.stream().map(intake -> log.append(intake.order, trace)).toList();
    for (int i = 0; i < intakes.size(); i++) {
      Intake intake = intakes.get(i);
      try {
        await(appended.get(i));
        metrics.accepted();
      } catch (CompletionException e) {
        intake.answer = refusedBecause(e);
        // Not awaited: the claim runs out by itself, and the refusal is what the caller waits for.
        if (intake.claim != null) {
          var _ = answers.release(intake.claim, intake.order);
        }
      }
    }
  }

  private void keep(List<Intake> intakes) {
    List<Intake> claimed = intakes.stream().filter(intake -> intake.claim != null).toList();
    List<String> kept = await(answers.keep(claimed.stream().map(intake -> intake.order).toList()));
    for (int i = 0; i < claimed.size(); i++) {
      claimed.get(i).answer = new OrderAnswer.Accepted(claimed.get(i).order.orderId(), kept.get(i));
    }
    for (Intake intake : open(intakes)) {
      intake.answer = new OrderAnswer.Accepted(intake.order.orderId(), intake.order.answer());
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private CompletionStage<OrderAnswer> claim(ValidOrder order, String key, TraceContext trace) {
    Acceptance acceptance = Acceptance.of(order, key, clock.instant());
    return answers
        .claim(List.of(acceptance))
        .thenCompose(
            claims ->
                switch (claims.getFirst()) {
                  case Claim.Granted granted -> append(acceptance, granted, trace);
                  case Claim.Answered answered -> done(repeated(acceptance, answered));
                  case Claim.InFlight inFlight -> done(held(acceptance, inFlight));
                  case Claim.Unavailable _ -> {
                    // The id follows from the key, so a repeated order is still one order.
                    metrics.unremembered();
                    yield append(acceptance, null, trace);
                  }
                });
  }

  /**
   * Appends adjustments, unless a reference is another adjustment's; the stage yields null, or why
   * not all of them are known to be held.
   */
  public CompletionStage<@Nullable Problem> adjust(
      List<Adjustment> adjustments, TraceContext trace) {
    return stock
        .deltas(adjustments.stream().map(Adjustment::id).toList())
        .thenCombine(
            answers.taken(adjustments),
            (settled, taken) -> AdjustmentRules.conflicts(adjustments, settled, taken))
        .thenCompose(
            conflicts -> {
              if (conflicts.none()) {
                return append(adjustments, trace);
              }
              metrics.conflicting(conflicts.total());
              return done(Problem.of(ProblemType.ADJUSTMENT_REFERENCE_REUSED, conflicts));
            });
  }

  private CompletionStage<@Nullable Problem> append(
      List<Adjustment> adjustments, TraceContext trace) {
    Instant now = clock.instant();
    List<CompletableFuture<Void>> appended =
        adjustments.stream()
            .map(adjustment -> log.append(adjustment, now, trace).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(appended.toArray(CompletableFuture<?>[]::new))
        .handle((nothing, failure) -> held(adjustments, appended))
        .thenCompose(
            held ->
                answers
                    .remember(held)
                    .thenApply(
                        _ -> {
                          if (held.size() == adjustments.size()) {
                            metrics.adjusted(adjustments.size());
                            return null;
                          }
                          return LogProblems.ofSome(
                              appended.stream()
                                  .filter(CompletableFuture::isCompletedExceptionally)
                                  .map(CompletableFuture::exceptionNow)
                                  .toList(),
                              appended.size());
                        }));
  }

  private static List<Adjustment> held(
      List<Adjustment> adjustments, List<CompletableFuture<Void>> appended) {
    return IntStream.range(0, adjustments.size())
        .filter(i -> !appended.get(i).isCompletedExceptionally())
        .mapToObj(adjustments::get)
        .toList();
  }

  /** Looks an order up; the stage fails when its shard does not answer. */
  public CompletionStage<OrderLookup> find(RoutedId orderId) {
    return rows.find(orderId)
        .thenCompose(
            row ->
                row.<CompletionStage<OrderLookup>>map(
                        found -> CompletableFuture.completedFuture(new OrderLookup.Found(found)))
                    .orElseGet(
                        () -> answers.acceptedAt(orderId).thenApply(IngestFlow::withoutRow)));
  }

  private static OrderLookup withoutRow(Optional<Instant> acceptedAt) {
    return acceptedAt
        .<OrderLookup>map(OrderLookup.Accepted::new)
        .orElseGet(OrderLookup.Missing::new);
  }

  private CompletionStage<OrderAnswer> append(
      Acceptance acceptance, Claim.@Nullable Granted claim, TraceContext trace) {
    return log.append(acceptance, trace)
        .handle((nothing, failure) -> settle(acceptance, claim, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<OrderAnswer> settle(
      Acceptance acceptance, Claim.@Nullable Granted claim, @Nullable Throwable failure) {
    if (failure != null) {
      OrderAnswer refused = refusedBecause(failure);
      // Not awaited: the claim runs out by itself, and the refusal is what the caller waits for.
      if (claim != null) {
        var _ = answers.release(claim, acceptance);
      }
      return done(refused);
    }
    metrics.accepted();
    if (claim == null) {
      return done(new OrderAnswer.Accepted(acceptance.orderId(), acceptance.answer()));
    }
    return answers
        .keep(List.of(acceptance))
        .thenApply(kept -> new OrderAnswer.Accepted(acceptance.orderId(), kept.getFirst()));
  }

  private OrderAnswer repeated(Acceptance acceptance, Claim.Answered answered) {
    if (!answered.fingerprint().equals(acceptance.fingerprint())) {
      return otherOrder();
    }
    metrics.replayed();
    return new OrderAnswer.Accepted(acceptance.orderId(), answered.answer());
  }

  private OrderAnswer held(Acceptance acceptance, Claim.InFlight inFlight) {
    Fingerprint other = inFlight.fingerprint();
    if (!other.equals(acceptance.fingerprint())) {
      return otherOrder();
    }
    return refused(
        Problem.retry(
            ProblemType.REQUEST_IN_FLIGHT,
            "A request with this idempotency key is in flight; retry after 1 s.",
            SOON));
  }

  private OrderAnswer tooFast(String tenant, Duration wait) {
    return refused(
        Problem.retry(
            ProblemType.RATE_LIMITED,
            "Tenant '"
                + tenant
                + "' exceeds its rate limit; nothing was accepted. See Retry-After.",
            wait));
  }

  private OrderAnswer otherOrder() {
    return refused(
        Problem.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "This idempotency key belongs to an order with other content; use a new key."));
  }

  private OrderAnswer refusedBecause(Throwable failure) {
    return refused(LogProblems.of(failure));
  }

  private OrderAnswer refused(Problem problem) {
    metrics.refused(problem.type());
    return new OrderAnswer.Refused(problem);
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
