package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.RateState;
import io.spillway.ingest.port.RateLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Buckets of all instances together, by Redis' own clock, in one round trip for all orders. While
 * Redis fails another limiter decides.
 */
public final class RedisRateLimiter implements RateLimiter {
  /** {@link RateDecision#of} for each order, where all instances meet. */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local policies = tonumber(ARGV[1])
      local answers = {}
      for first = 1, #KEYS, policies do
        local full, next, wait, granted = {}, {}, {}, true
        for i = 1, policies do
          local at = first + i - 1
          full[i] = math.max(tonumber(redis.call('GET', KEYS[at]) or '0'), now)
          next[i] = full[i] + ARGV[1 + policies + at]
          wait[i] = math.max(0, next[i] - ARGV[1 + i] - now)
          granted = granted and wait[i] == 0
        end
        for i = 1, policies do
          local at = first + i - 1
          if granted then
            full[i] = next[i]
            redis.call('SET', KEYS[at], string.format('%.0f', full[i]),
                'PX', math.ceil((full[i] - now) / 1000))
          end
          answers[2 * at - 1] = wait[i]
          answers[2 * at] = full[i] - now
        end
      end
      return answers
      """;

  private static final String KEY = "spillway:rate:";

  private final RedisCalls redis;
  private final List<RatePolicy> policies;
  private final RateLimiter otherwise;
  private final RedisScript take = new RedisScript(TAKE);

  /** Buckets of one or more policies. */
  public RedisRateLimiter(RedisCalls redis, List<RatePolicy> policies, RateLimiter otherwise) {
    this.redis = redis;
    this.policies = List.copyOf(policies);
    this.otherwise = otherwise;
  }

  @Override
  public Optional<List<RateDecision>> take(List<RateRequest> orders) {
    List<byte[]> keys = new ArrayList<>(orders.size() * policies.size());
    List<byte[]> arguments = new ArrayList<>(1 + policies.size() * (1 + orders.size()));
    arguments.add(number(policies.size()));
    policies.forEach(policy -> arguments.add(number(policy.rule().depthMicros())));
    for (RateRequest order : orders) {
      for (RatePolicy policy : policies) {
        keys.add((KEY + policy.bucket(order)).getBytes(UTF_8));
        arguments.add(number(policy.costMicros(order)));
      }
    }
    List<Long> micros =
        redis.ask(
            commands ->
                take.<List<Long>>run(
                    commands,
                    ScriptOutputType.MULTI,
                    keys.toArray(byte[][]::new),
                    arguments.toArray(byte[][]::new)));
    return micros == null ? otherwise.take(orders) : Optional.of(decisions(orders.size(), micros));
  }

  private List<RateDecision> decisions(int orders, List<Long> micros) {
    List<RateDecision> decisions = new ArrayList<>(orders);
    for (int at = 0; at < micros.size(); ) {
      List<RateState> states = new ArrayList<>(policies.size());
      for (RatePolicy policy : policies) {
        states.add(RateState.ofMicros(policy, micros.get(at), micros.get(at + 1)));
        at += 2;
      }
      decisions.add(new RateDecision(states));
    }
    return decisions;
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(UTF_8);
  }
}
