package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.AcceptedOrder;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in Redis: one command claims the keys of any number of orders, one keeps the answers. */
public final class RedisAnswerStore implements AnswerStore {
  /** What was under each key; where nothing was, the claim is now. */
  private static final String CLAIM =
      """
      local held = {}
      for i, key in ipairs(KEYS) do
        held[i] = redis.call('SET', key, ARGV[i + 1], 'NX', 'GET', 'PX', ARGV[1])
      end
      return held
      """;

  /**
   * The first answer stands, and is told: a request whose claim ran out must not replace it. Each
   * order has two keys, that of its answer and that of its id.
   */
  private static final String KEEP =
      """
      local held = {}
      for i = 1, #KEYS, 2 do
        local answer = redis.call('GET', KEYS[i])
        if answer and string.sub(answer, 1, 1) == 'A' then
          held[#held + 1] = answer
        else
          held[#held + 1] = false
          redis.call('SET', KEYS[i], ARGV[i + 2], 'PX', ARGV[1])
        end
        redis.call('SET', KEYS[i + 1], ARGV[i + 3], 'PX', ARGV[2])
      end
      return held
      """;

  /** Only a claim's own holder may give it up. */
  private static final String RELEASE =
      """
      for i, key in ipairs(KEYS) do
        if redis.call('GET', key) == ARGV[i] then redis.call('DEL', key) end
      end
      return {}
      """;

  /** One command for a list of thousands, which alone would fill the queue of commands. */
  private static final String REMEMBER =
      """
      for i, key in ipairs(KEYS) do
        redis.call('SET', key, ARGV[i + 1], 'PX', ARGV[1], 'NX')
      end
      return {}
      """;

  private static final String ADJUSTMENT_KEY = "spillway:adjustment:";
  private static final String ANSWER_KEY = "spillway:answer:";
  private static final String ACCEPTED_KEY = "spillway:accepted:";

  private final RedisCalls redis;
  private final Lifetimes lifetimes;
  private final RandomGenerator random;
  private final RedisScript claim = new RedisScript(CLAIM);
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
  public List<Claim> claim(List<Acceptance> orders) {
    long number = random.nextLong();
    List<Claim.Granted> claims =
        orders.stream().map(order -> new Claim.Granted(order, number)).toList();
    byte[][] keys = orders.stream().map(RedisAnswerStore::answerKey).toArray(byte[][]::new);
    byte[][] arguments = new byte[orders.size() + 1][];
    arguments[0] = millis(lifetimes.claim());
    for (int i = 0; i < claims.size(); i++) {
      arguments[i + 1] = StoredAnswer.claimed(claims.get(i));
    }
    List<byte @Nullable []> held = run(claim, keys, arguments);
    return IntStream.range(0, orders.size())
        .mapToObj(i -> held == null ? new Claim.Unavailable() : claim(claims.get(i), held.get(i)))
        .toList();
  }

  private static Claim claim(Claim.Granted granted, byte @Nullable [] held) {
    return held == null ? granted : StoredAnswer.read(held);
  }

  @Override
  public List<String> keep(List<Acceptance> orders) {
    List<String> answers = orders.stream().map(Acceptance::answer).toList();
    byte[][] keys = new byte[2 * orders.size()][];
    byte[][] arguments = new byte[2 * orders.size() + 2][];
    arguments[0] = millis(lifetimes.answer());
    arguments[1] = millis(lifetimes.accepted());
    for (int i = 0; i < orders.size(); i++) {
      Acceptance order = orders.get(i);
      keys[2 * i] = answerKey(order);
      keys[2 * i + 1] = ascii(ACCEPTED_KEY + order.orderId());
      arguments[2 * i + 2] = StoredAnswer.answered(order.fingerprint(), answers.get(i));
      arguments[2 * i + 3] =
          ascii(order.acceptedAt().toEpochMilli() + " " + order.order().tenant());
    }
    List<byte @Nullable []> held = run(keep, keys, arguments);
    return held == null
        ? answers
        : IntStream.range(0, orders.size())
            .mapToObj(i -> first(held.get(i), orders.get(i), answers.get(i)))
            .toList();
  }

  private static String first(byte @Nullable [] held, Acceptance order, String answer) {
    return held != null
            && StoredAnswer.read(held) instanceof Claim.Answered first
            && first.fingerprint().equals(order.fingerprint())
        ? first.answer()
        : answer;
  }

  @Override
  public void release(List<Claim.Granted> claims) {
    run(
        release,
        claims.stream().map(claim -> answerKey(claim.order())).toArray(byte[][]::new),
        claims.stream().map(StoredAnswer::claimed).toArray(byte[][]::new));
  }

  @Override
  public Map<RoutedId, Adjustment> taken(List<Adjustment> adjustments) {
    Map<RoutedId, Adjustment> taken = new HashMap<>();
    List<KeyValue<byte[], byte[]>> values = redis.ask(redis -> redis.mget(keys(adjustments)));
    for (int i = 0; values != null && i < values.size(); i++) {
      if (values.get(i).hasValue()) {
        Adjustment first = taken(adjustments.get(i), values.get(i).getValue());
        taken.put(first.id(), first);
      }
    }
    return taken;
  }

  @Override
  public void remember(List<Adjustment> adjustments) {
    byte[][] arguments = new byte[adjustments.size() + 1][];
    arguments[0] = millis(lifetimes.answer());
    for (int i = 0; i < adjustments.size(); i++) {
      Integer lowStockAt = adjustments.get(i).lowStockAt();
      arguments[i + 1] =
          ascii(adjustments.get(i).delta() + (lowStockAt == null ? "" : " " + lowStockAt));
    }
    run(remember, keys(adjustments), arguments);
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
  public Optional<AcceptedOrder> accepted(RoutedId orderId) {
    byte[] noted = redis.ask(redis -> redis.get(ascii(ACCEPTED_KEY + orderId)));
    if (noted == null) {
      return Optional.empty();
    }
    String[] parts = new String(noted, US_ASCII).split(" ", 2);
    return Optional.of(
        new AcceptedOrder(
            parts.length == 1 ? "" : parts[1], Instant.ofEpochMilli(Long.parseLong(parts[0]))));
  }

  /** What a script answers for each of its keys; null when Redis does not. */
  private @Nullable List<byte @Nullable []> run(
      RedisScript script, byte[][] keys, byte[]... arguments) {
    return keys.length == 0
        ? List.of()
        : redis.ask(redis -> script.run(redis, ScriptOutputType.MULTI, keys, arguments));
  }

  private static byte[] answerKey(Acceptance order) {
    return ascii(ANSWER_KEY + order.order().tenant() + ':' + order.idempotencyKey());
  }

  private static byte[] millis(Duration lifetime) {
    return ascii(Long.toString(lifetime.toMillis()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
