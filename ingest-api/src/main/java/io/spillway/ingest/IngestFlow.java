package io.spillway.ingest;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.core.Violations;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.AnswerStore.Claim;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.StockReads;
import io.spillway.runtime.failure.Failures;
import io.spillway.schemas.routing.RoutedId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one sequence of the intake: heed the tenant's rate, encrypt what names a person, claim the
 * key, append to the log, keep the answer, answer. An order is accepted only once the log holds it;
 * the answer is kept before it is sent, so that a retry gets the same bytes. Thread-safe; every
 * method waits on the calling (virtual) thread.
 */
public final class IngestFlow {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final IntakeLog log;
  private final RateLimiter limiter;
  private final AnswerStore answers;
  private final OrderReads rows;
  private final StockReads stock;
  private final PersonalData personal;
  private final Clock clock;
  private final IngestMetrics metrics;

  public IngestFlow(
      IntakeLog log,
      RateLimiter limiter,
      AnswerStore answers,
      OrderReads rows,
      StockReads stock,
      PersonalData personal,
      Clock clock,
      IngestMetrics metrics) {
    this.log = log;
    this.limiter = limiter;
    this.answers = answers;
    this.rows = rows;
    this.stock = stock;
    this.personal = personal;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * An order and the key it is taken under.
   *
   * @param bytes of its text
   */
  public record Submission(ValidOrder order, String key, long bytes) {}

  /** One order on its way; answered once it needs no further step. */
  private static final class Intake {
    final Submission submission;
    final RateRequest rate;
    @Nullable Acceptance taken;
    Claim.@Nullable Granted claim;
    @Nullable OrderAnswer answer;

    Intake(Submission submission, String caller) {
      this.submission = submission;
      this.rate = new RateRequest(submission.order().tenant(), caller, submission.bytes());
    }

    /** The order as everything from the claim on has it. */
    Acceptance order() {
      return Objects.requireNonNull(taken);
    }
  }

  /**
   * What orders are answered with, in their order.
   *
   * @param rate what was decided of the last order; null where there is no limit
   */
  public record Submitted(List<OrderAnswer> answers, @Nullable RateDecision rate) {}

  /**
   * Takes valid orders under different keys, and answers them in their order. Each step is taken
   * for all of them together.
   *
   * @param caller the name of the identity that sends them
   */
  public Submitted submit(List<Submission> orders, String caller, TraceContext trace) {
    RateDecision rate = null;
    List<Intake> all = orders.stream().map(each -> new Intake(each, caller)).toList();
    try {
      rate = heedRates(all);
      take(open(all));
      claim(open(all));
      append(open(all), trace);
      keep(open(all));
    } catch (RuntimeException e) {
      open(all).forEach(intake -> intake.answer = refused(LogProblems.of(e)));
    }
    return new Submitted(
        all.stream().map(intake -> Objects.requireNonNull(intake.answer)).toList(), rate);
  }

  private static List<Intake> open(List<Intake> intakes) {
    return intakes.stream().filter(intake -> intake.answer == null).toList();
  }

  private @Nullable RateDecision heedRates(List<Intake> intakes) {
    List<RateDecision> decisions =
        limiter.take(intakes.stream().map(intake -> intake.rate).toList()).orElse(List.of());
    for (int i = 0; i < decisions.size(); i++) {
      Intake intake = intakes.get(i);
      String refusal = decisions.get(i).refusal(intake.rate);
      if (refusal != null) {
        intake.answer = tooFast(refusal, decisions.get(i).retryAfter());
      }
    }
    return decisions.isEmpty() ? null : decisions.getLast();
  }

  private void take(List<Intake> intakes) {
    List<PersonalData.Sealing> sealed =
        personal.seal(intakes.stream().map(intake -> intake.submission.order()).toList());
    for (int i = 0; i < intakes.size(); i++) {
      Intake intake = intakes.get(i);
      switch (sealed.get(i)) {
        case PersonalData.Sealing.Sealed(var order, var fingerprint) ->
            intake.taken =
                Acceptance.of(order, fingerprint, intake.submission.key(), clock.instant());
        case PersonalData.Sealing.Unavailable(String why) -> intake.answer = withoutKey(why);
      }
    }
  }

  private void claim(List<Intake> intakes) {
    List<Claim> claims = answers.claim(intakes.stream().map(Intake::order).toList());
    for (int i = 0; i < intakes.size(); i++) {
      Intake intake = intakes.get(i);
      switch (claims.get(i)) {
        case Claim.Granted granted -> intake.claim = granted;
        case Claim.Answered answered -> intake.answer = repeated(intake.order(), answered);
        case Claim.InFlight inFlight -> intake.answer = held(intake.order(), inFlight);
        // The id follows from the key, so a repeated order is still one order.
        case Claim.Unavailable _ -> metrics.unremembered();
      }
    }
  }

  private void append(List<Intake> intakes, TraceContext trace) {
    List<CompletableFuture<Void>> appended =
        intakes.stream().map(intake -> log.append(intake.order(), trace)).toList();
    List<Claim.Granted> refused = new ArrayList<>();
    for (int i = 0; i < intakes.size(); i++) {
      Intake intake = intakes.get(i);
      try {
        appended.get(i).join();
        metrics.accepted();
      } catch (CompletionException e) {
        intake.answer = refused(LogProblems.of(e));
        if (intake.claim != null) {
          refused.add(intake.claim);
        }
      }
    }
    answers.release(refused);
  }

  private void keep(List<Intake> accepted) {
    List<Intake> claimed = accepted.stream().filter(intake -> intake.claim != null).toList();
    List<String> kept = answers.keep(claimed.stream().map(Intake::order).toList());
    for (int i = 0; i < claimed.size(); i++) {
      claimed.get(i).answer =
          new OrderAnswer.Accepted(claimed.get(i).order().orderId(), kept.get(i));
    }
    for (Intake intake : open(accepted)) {
      intake.answer = new OrderAnswer.Accepted(intake.order().orderId(), intake.order().answer());
    }
  }

  /**
   * Appends adjustments, unless a reference is another adjustment's; null, or why not all of them
   * are known to be held.
   */
  public @Nullable Problem adjust(List<Adjustment> adjustments, TraceContext trace) {
    Violations conflicts =
        AdjustmentRules.conflicts(
            adjustments,
            stock.deltas(adjustments.stream().map(Adjustment::id).toList()),
            answers.taken(adjustments));
    if (!conflicts.none()) {
      metrics.conflicting(conflicts.total());
      return Problem.of(ProblemType.ADJUSTMENT_REFERENCE_REUSED, conflicts);
    }
    Instant now = clock.instant();
    List<CompletableFuture<Void>> appended =
        adjustments.stream().map(adjustment -> log.append(adjustment, now, trace)).toList();
    List<Adjustment> held = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < adjustments.size(); i++) {
      try {
        appended.get(i).join();
        held.add(adjustments.get(i));
      } catch (CompletionException e) {
        failures.add(Failures.cause(e));
      }
    }
    answers.remember(held);
    if (!failures.isEmpty()) {
      return LogProblems.ofSome(failures, adjustments.size());
    }
    metrics.adjusted(adjustments.size());
    return null;
  }

  /** Looks an order up; fails with {@link ReadException} when its shard does not answer. */
  public OrderLookup find(RoutedId orderId) {
    return rows.find(orderId)
        .<OrderLookup>map(OrderLookup.Found::new)
        .or(() -> answers.accepted(orderId).map(OrderLookup.Accepted::new))
        .orElseGet(OrderLookup.Missing::new);
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

  private OrderAnswer tooFast(String refusal, Duration wait) {
    return refused(
        Problem.retry(
            ProblemType.RATE_LIMITED, refusal + "; nothing was accepted. See Retry-After.", wait));
  }

  private OrderAnswer withoutKey(String why) {
    return refused(
        Problem.retry(
            ProblemType.KEYS_UNAVAILABLE,
            "The customer's key for personal attributes cannot be used ("
                + why
                + "); nothing was accepted. Retry after 1 s.",
            SOON));
  }

  private OrderAnswer otherOrder() {
    return refused(
        Problem.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "This idempotency key belongs to an order with other content; use a new key."));
  }

  private OrderAnswer refused(Problem problem) {
    metrics.refused(problem.type());
    return new OrderAnswer.Refused(problem);
  }
}
