package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers in Redis: one round trip to claim a key, one to keep its answer. */
public final class RedisAnswerStore implements AnswerStore {
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

  /** One command for a list of thousands, which alone would fill the queue of commands. */
  private static final String REMEMBER =
      """
      for i, key in ipairs(KEYS) do
        redis.call('SET', key, ARGV[i + 1], 'PX', ARGV[1], 'NX')
      end
      return #KEYS
      """;

  private static final String ADJUSTMENT_KEY = "spillway:adjustment:";
  private static final String ANSWER_KEY = "spillway:answer:";
  private static final String ACCEPTED_KEY = "spillway:accepted:";

  private final RedisCalls redis;
  private final Lifetimes lifetimes;
  private final RandomGenerator random;
  private final RedisScript keep = new RedisScript(KEEP);
  private final RedisScript release = new RedisScript(RELEASE);
  private final RedisScript remember = new RedisScript(REMEMBER);

  /**
   * How long things are remembered.
   *
   * @param answer an answer, under its idempotency key, and an adjustment
   * @param claim a key whose request is not answered; longer than the log's delivery timeout
   * @param accepted an order id without a row
   */
  public record Lifetimes(Duration answer, Duration claim, Duration accepted) {}

  /** A store behind a link. */
  public RedisAnswerStore(RedisCalls redis, Lifetimes lifetimes, RandomGenerator random) {
    this.redis = redis;
    this.lifetimes = lifetimes;
    this.random = random;
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
  public CompletionStage<Map<RoutedId, Adjustment>> taken(List<Adjustment> adjustments) {
    return ask(
        redis ->
            redis
                .mget(keys(adjustments))
                .thenApply(
                    values -> {
                      Map<RoutedId, Adjustment> taken = new HashMap<>();
                      for (int i = 0; i < values.size(); i++) {
                        if (values.get(i).hasValue()) {
                          Adjustment first = taken(adjustments.get(i), values.get(i).getValue());
                          taken.put(first.id(), first);
                        }
                      }
                      return taken;
                    }),
        Map.of());
  }

  @Override
  public CompletionStage<Void> remember(List<Adjustment> adjustments) {
    if (adjustments.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    byte[][] arguments = new byte[adjustments.size() + 1][];
    arguments[0] = ascii(Long.toString(lifetimes.answer().toMillis()));
    for (int i = 0; i < adjustments.size(); i++) {
      Integer lowStockAt = adjustments.get(i).lowStockAt();
      arguments[i + 1] =
          ascii(adjustments.get(i).delta() + (lowStockAt == null ? "" : " " + lowStockAt));
    }
    return ask(
            redis ->
                remember.<Long>run(redis, ScriptOutputType.INTEGER, keys(adjustments), arguments),
            0L)
        .thenApply(_ -> null);
  }

  private static Adjustment taken(Adjustment sent, byte[] value) {
    String[] parts = new String(value, US_ASCII).split(" ", 2);
    return new Adjustment(
        sent.id(),
        sent.tenant(),
        sent.sku(),
        Integer.parseInt(parts[0]),
        sent.reference(),
        parts.length == 1 ? null : Integer.valueOf(parts[1]));
  }

  private static byte[][] keys(List<Adjustment> adjustments) {
    return adjustments.stream()
        .map(adjustment -> ascii(ADJUSTMENT_KEY + adjustment.id()))
        .toArray(byte[][]::new);
  }

  @Override
  public CompletionStage<Optional<Instant>> acceptedAt(RoutedId orderId) {
    return ask(
        redis -> redis.get(ascii(ACCEPTED_KEY + orderId)).thenApply(RedisAnswerStore::instant),
        Optional.empty());
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
    return redis.ask(command, () -> CompletableFuture.completedStage(otherwise));
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
