package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in Redis: one round trip to claim a key, one to keep its answer. Once Redis has failed a
 * few times in a row no request asks it until a ping in the background is answered, so that a
 * stalled server costs a request nothing.
 */
public final class RedisAnswerStore implements AnswerStore, HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RedisAnswerStore.class);

  /** The first answer stands: a request whose claim ran out must not replace it. */
  private static final String KEEP =
      """
      local held = redis.call('GET', KEYS[1])
      if held and string.sub(held, 1, 1) == 'A' then return held end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return ARGV[1]
      """;

  /** Only the claim's own holder may give it up. */
  private static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
      return 0
      """;

  private static final String ANSWER_KEY = "spillway:answer:";
  private static final String ACCEPTED_KEY = "spillway:accepted:";

  private final RedisLink link;
  private final Lifetimes lifetimes;
  private final CircuitBreaker breaker;
  private final RandomGenerator random;
  private final RedisScript keep = new RedisScript(KEEP);
  private final RedisScript release = new RedisScript(RELEASE);
  private final Counter failures;
  private volatile boolean toldOpen;

  /**
   * How long things are remembered.
   *
   * @param answer an answer, under its idempotency key
   * @param claim a key whose request is not answered; longer than the log's delivery timeout
   * @param accepted an order id without a row
   */
  public record Lifetimes(Duration answer, Duration claim, Duration accepted) {}

  /** A store that stops asking after some failures in a row, and then pings once per pause. */
  public RedisAnswerStore(
      RedisLink link,
      Lifetimes lifetimes,
      int breakerFailures,
      Duration breakerPause,
      RandomGenerator random,
      MeterRegistry metrics) {
    this.link = link;
    this.lifetimes = lifetimes;
    this.breaker = new CircuitBreaker(breakerFailures);
    this.random = random;
    this.failures =
        Counter.builder("spillway.ingest.answers.failures")
            .description("commands that Redis did not carry out in time")
            .register(metrics);
    Gauge.builder("spillway.ingest.answers.bypassed", breaker, b -> b.open() ? 1 : 0)
        .description("1 while Redis is left alone because it fails")
        .register(metrics);
    link.every(breakerPause, this::probe);
  }

  @Override
  public CompletionStage<Claim> claim(Acceptance order) {
    long number = random.nextLong();
    byte[] marker = StoredAnswer.claimed(order.fingerprint(), number);
    SetArgs ifAbsent = SetArgs.Builder.nx().px(lifetimes.claim().toMillis());
    return ask(
        redis ->
            redis
                .setGet(answerKey(order), marker, ifAbsent)
                .thenApply(
                    held -> held == null ? new Claim.Granted(number) : StoredAnswer.read(held)),
        new Claim.Unavailable());
  }

  @Override
  public CompletionStage<String> keep(Claim.Granted claim, Acceptance order) {
    String answer = order.answer();
    byte[] value = StoredAnswer.answered(order.fingerprint(), answer);
    byte[] lifetime = ascii(Long.toString(lifetimes.answer().toMillis()));
    return ask(
        redis -> {
          rememberAccepted(redis, order);
          return keep.<byte[]>run(redis, ScriptOutputType.VALUE, answerKey(order), value, lifetime)
              .thenApply(
                  held ->
                      StoredAnswer.read(held) instanceof Claim.Answered first
                              && first.fingerprint().equals(order.fingerprint())
                          ? first.answer()
                          : answer);
        },
        answer);
  }

  @Override
  public CompletionStage<Void> release(Claim.Granted claim, Acceptance order) {
    byte[] marker = StoredAnswer.claimed(order.fingerprint(), claim.number());
    return ask(
            redis -> release.<Long>run(redis, ScriptOutputType.INTEGER, answerKey(order), marker),
            0L)
        .thenApply(_ -> null);
  }

  @Override
  public CompletionStage<Optional<Instant>> acceptedAt(RoutedId orderId) {
    return ask(
        redis -> redis.get(ascii(ACCEPTED_KEY + orderId)).thenApply(RedisAnswerStore::instant),
        Optional.empty());
  }

  /** Always up, since orders are taken without Redis; says so when it is. */
  @Override
  public HealthStatus check() {
    if (link.commands() == null || breaker.open()) {
      return new HealthStatus(
          true, "degraded: Redis does not answer; a repeated order may get another acceptedAt");
    }
    return HealthStatus.up();
  }

  /** Not awaited: it only bridges the time until the order's row exists. */
  private void rememberAccepted(RedisAsyncCommands<byte[], byte[]> redis, Acceptance order) {
    var _ =
        redis.set(
            ascii(ACCEPTED_KEY + order.orderId()),
            ascii(Long.toString(order.acceptedAt().toEpochMilli())),
            SetArgs.Builder.px(lifetimes.accepted().toMillis()));
  }

  private <T> CompletionStage<T> ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command, T otherwise) {
    RedisAsyncCommands<byte[], byte[]> redis = link.commands();
    if (redis == null || breaker.open()) {
      return CompletableFuture.completedFuture(otherwise);
    }
    CompletionStage<T> answer;
    try {
      answer = command.apply(redis);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.handle(
        (value, failure) -> {
          note(failure);
          return failure == null ? value : otherwise;
        });
  }

  private void probe() {
    RedisAsyncCommands<byte[], byte[]> redis = link.commands();
    boolean open = breaker.open();
    // Told once per change that lasts: at the edge the breaker opens and closes many times a
    // second.
    if (open && !toldOpen) {
      LOG.atWarn().log("Redis fails; orders are taken without it until it answers a ping");
    } else if (!open && toldOpen) {
      LOG.atInfo().log("Redis answers again");
    }
    toldOpen = open;
    if (redis != null && open) {
      var _ = redis.ping().whenComplete((_, failure) -> note(failure));
    }
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null) {
      failures.increment();
      breaker.failed();
    } else {
      breaker.succeeded();
    }
  }

  private static Optional<Instant> instant(byte @Nullable [] millis) {
    return millis == null
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Long.parseLong(new String(millis, US_ASCII))));
  }

  private static byte[] answerKey(Acceptance order) {
    return ascii(ANSWER_KEY + order.order().tenant() + ':' + order.idempotencyKey());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
