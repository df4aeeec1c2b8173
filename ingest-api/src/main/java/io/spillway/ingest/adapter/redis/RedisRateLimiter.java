package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.port.RateLimiter;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A bucket per tenant for all instances together, by Redis' own clock, in one round trip. While
 * Redis fails another limiter decides.
 */
public final class RedisRateLimiter implements RateLimiter {
  /** {@link RateRule#take}, where all instances meet. */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local full_at = tonumber(redis.call('GET', KEYS[1]) or '0')
      local next = math.max(full_at, now) + ARGV[1]
      local wait = next - ARGV[2] - now
      if wait > 0 then return wait end
      redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
      return 0
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
  public CompletionStage<Duration> take(String tenant) {
    byte[] key = (KEY + tenant).getBytes(US_ASCII);
    return redis.ask(
        commands ->
            take.<Long>run(commands, ScriptOutputType.INTEGER, key, intervalMicros, depthMicros)
                .thenApply(waitMicros -> Duration.ofNanos(waitMicros * 1_000)),
        () -> otherwise.take(tenant));
  }
}
