package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.port.RateLimiter;
import java.time.Duration;
import java.util.List;

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
      local waits = {}
      for i, key in ipairs(KEYS) do
        local full_at = tonumber(redis.call('GET', key) or '0')
        local next = math.max(full_at, now) + ARGV[1]
        local wait = next - ARGV[2] - now
        if wait <= 0 then
          wait = 0
          redis.call('SET', key, string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
        end
        waits[i] = wait
      end
      return waits
      """;

  private static final String KEY = "spillway:rate:";

  private final RedisCalls redis;
  private final RateLimiter otherwise;
  private final RedisScript take = new RedisScript(TAKE);
  private final byte[] intervalMicros;
  private final byte[] depthMicros;

  public RedisRateLimiter(RedisCalls redis, RateRule rule, RateLimiter otherwise) {
    this.redis = redis;
    this.otherwise = otherwise;
    this.intervalMicros = Long.toString(rule.intervalMicros()).getBytes(US_ASCII);
    this.depthMicros = Long.toString(rule.depthMicros()).getBytes(US_ASCII);
  }

  @Override
  public List<Duration> take(List<String> tenants) {
    byte[][] keys =
        tenants.stream().map(tenant -> (KEY + tenant).getBytes(US_ASCII)).toArray(byte[][]::new);
    List<Long> waitsMicros =
        redis.ask(
            commands ->
                take.<List<Long>>run(
                    commands, ScriptOutputType.MULTI, keys, intervalMicros, depthMicros));
    return waitsMicros == null
        ? otherwise.take(tenants)
        : waitsMicros.stream().map(micros -> Duration.ofNanos(micros * 1_000)).toList();
  }
}
