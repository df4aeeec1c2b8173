package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductCache;
import java.time.Duration;
import java.util.Optional;

/**
 * Products in Redis, for all instances: one round trip each. A script compares versions where all
 * instances meet, so a load that took long cannot put an older version over a newer one. Holds
 * products only, not that there is none.
 */
public final class RedisProducts implements ProductCache {
  /** {@link CachedProduct#newer}; an entry that cannot be read counts as none. */
  private static final String OFFER =
      """
      local held = redis.call('GET', KEYS[1])
      if held then
        local version, as_of = string.match(held, '^(%d+) (-?%d+)\\n')
        if version then
          version, as_of = tonumber(version), tonumber(as_of)
          local offered, offered_as_of = tonumber(ARGV[2]), tonumber(ARGV[3])
          if version > offered or (version == offered and as_of >= offered_as_of) then return 0 end
        end
      elseif ARGV[5] == 'update' then
        return 0
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
      return 1
      """;

  private static final byte[] ALWAYS = ascii("offer");
  private static final byte[] IF_HELD = ascii("update");
  private static final String KEY = "spillway:product:";

  private final RedisCalls redis;
  private final RedisScript offer = new RedisScript(OFFER);
  private final byte[] keepForMillis;

  /** Holds each entry so long after it was put. */
  public RedisProducts(RedisCalls redis, Duration keepFor) {
    this.redis = redis;
    this.keepForMillis = ascii(Long.toString(keepFor.toMillis()));
  }

  @Override
  public Optional<CachedProduct> get(ProductKey key) {
    byte[] value = redis.ask(commands -> commands.get(redisKey(key)));
    return Optional.ofNullable(value == null ? null : StoredProduct.read(key, value));
  }

  @Override
  public void offer(CachedProduct entry) {
    put(entry, ALWAYS);
  }

  @Override
  public void update(CachedProduct entry) {
    put(entry, IF_HELD);
  }

  @Override
  public void forget(ProductKey key) {
    redis.ask(commands -> commands.del(redisKey(key)));
  }

  private void put(CachedProduct entry, byte[] when) {
    if (entry.product() == null) {
      return;
    }
    byte[][] key = {redisKey(entry.key())};
    byte[] value = StoredProduct.write(entry.product(), entry.asOf());
    redis.ask(
        commands ->
            offer.<Long>run(
                commands,
                ScriptOutputType.INTEGER,
                key,
                value,
                ascii(Long.toString(entry.version())),
                ascii(Long.toString(entry.asOf().toEpochMilli())),
                keepForMillis,
                when));
  }

  private static byte[] redisKey(ProductKey key) {
    return (KEY + key.text()).getBytes(UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
