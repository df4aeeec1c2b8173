package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.core.RateState;
import io.spillway.ingest.port.RateLimiter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bucket per tenant for all instances together, by Redis' own clock, in one round trip. While
 * Redis fails another limiter decides.
 */
public final class RedisRateLimiter implements RateLimiter {
  /** {@link RateRule#take} for each order's tenant, where all instances meet. */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local answers = {}
      for i, key in ipairs(KEYS) do
        local full_at = tonumber(redis.call('GET', key) or '0')
        local next = math.max(full_at, now) + ARGV[1]
        local wait = next - ARGV[2] - now
        if wait <= 0 then
          wait = 0
          full_at = next
          redis.call('SET', key, string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
        end
        answers[2 * i - 1] = wait
        answers[2 * i] = full_at - now
      end
      return answers
      """;

  private static final String KEY = "spillway:rate:";

  private final RedisCalls redis;
  private final RateRule rule;
  private final RateLimiter otherwise;
  private final RedisScript take = new RedisScript(TAKE);
  private final byte[] intervalMicros;
  private final byte[] depthMicros;

  public RedisRateLimiter(RedisCalls redis, RateRule rule, RateLimiter otherwise) {
    this.redis = redis;
    this.rule = rule;
    this.otherwise = otherwise;
    this.intervalMicros = Long.toString(rule.intervalMicros()).getBytes(US_ASCII);
    this.depthMicros = Long.toString(rule.depthMicros()).getBytes(US_ASCII);
  }

  @Override
  public Optional<List<RateState>> take(List<String> tenants) {
    byte[][] keys =
        tenants.stream().map(tenant -> (KEY + tenant).getBytes(US_ASCII)).toArray(byte[][]::new);
    List<Long> micros =
        redis.ask(
            commands ->
                take.<List<Long>>run(
                    commands, ScriptOutputType.MULTI, keys, intervalMicros, depthMicros));
    return micros == null
        ? otherwise.take(tenants)
        : Optional.of(
            IntStream.range(0, tenants.size())
                .mapToObj(i -> RateState.ofMicros(rule, micros.get(2 * i), micros.get(2 * i + 1)))
                .toList());
  }
}
