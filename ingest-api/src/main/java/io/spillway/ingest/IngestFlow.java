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
import java.util.ArrayList;
import java.util.Arrays;
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

  private record Claiming(int at, Acceptance order, CompletionStage<Claim> claim) {}

  private record Appending(
      int at, Acceptance order, Claim.@Nullable Granted claim, CompletionStage<Void> appended) {}

  private record Keeping(int at, Acceptance order, CompletionStage<String> answer) {}

  /**
   * Takes valid orders under different keys, and answers them in their order. Blocks the calling
   * (virtual) thread: each step is begun for all orders before it is awaited for the first.
   */
  public List<OrderAnswer> submit(List<Submission> orders, TraceContext trace) {
    @Nullable OrderAnswer[] answered = new OrderAnswer[orders.size()];
    List<CompletionStage<Duration>> waits =
        orders.stream().map(submission -> limiter.take(submission.order().tenant())).toList();
    List<Claiming> claims = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      ValidOrder order = orders.get(i).order();
      Duration wait = await(waits.get(i));
      if (wait.isZero()) {
        Acceptance acceptance = Acceptance.of(order, orders.get(i).key(), clock.instant());
        claims.add(new Claiming(i, acceptance, answers.claim(acceptance)));
      } else {
        answered[i] = tooFast(order.tenant(), wait);
      }
    }
    List<Appending> appends = new ArrayList<>();
    for (Claiming each : claims) {
      switch (await(each.claim())) {
        case Claim.Granted granted ->
            appends.add(
                new Appending(each.at(), each.order(), granted, log.append(each.order(), trace)));
        case Claim.Answered other -> answered[each.at()] = repeated(each.order(), other);
        case Claim.InFlight other -> answered[each.at()] = held(each.order(), other);
        case Claim.Unavailable _ -> {
          // The id follows from the key, so a repeated order is still one order.
          metrics.unremembered();
          appends.add(
              new Appending(each.at(), each.order(), null, log.append(each.order(), trace)));
        }
      }
    }
    List<Keeping> keeps = new ArrayList<>();
    for (Appending each : appends) {
      try {
        await(each.appended());
        metrics.accepted();
        keeps.add(
            new Keeping(
                each.at(),
                each.order(),
                each.claim() == null
                    ? done(each.order().answer())
                    : answers.keep(each.claim(), each.order())));
      } catch (CompletionException e) {
        answered[each.at()] = refusedBecause(e);
        // Not awaited: the claim runs out by itself, and the refusal is what the caller waits for.
        if (each.claim() != null) {
          var _ = answers.release(each.claim(), each.order());
        }
      }
    }
    for (Keeping each : keeps) {
      answered[each.at()] = new OrderAnswer.Accepted(each.order().orderId(), await(each.answer()));
    }
    return Arrays.stream(answered).map(Objects::requireNonNull).toList();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private CompletionStage<OrderAnswer> claim(ValidOrder order, String key, TraceContext trace) {
    Acceptance acceptance = Acceptance.of(order, key, clock.instant());
    return answers
        .claim(acceptance)
        .thenCompose(
            claim ->
                switch (claim) {
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
        .keep(claim, acceptance)
        .thenApply(body -> new OrderAnswer.Accepted(acceptance.orderId(), body));
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
