package io.spillway.operate.adapter.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that Redis has, read by SCAN. Opens a connection for each call. */
public final class RedisMemory implements CopySearch {
  private static final String STORE = "redis";
  private static final String ANSWERS = "spillway:answer:";
  private static final String ACCEPTED = "spillway:accepted:";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int KEYS_PER_SCAN = 1_000;

  private final RedisConfig config;

  public RedisMemory(RedisConfig config) {
    this.config = config;
  }

  /** Deletes what is remembered of orders; answers how many keys that were. */
  public int forget(String tenant, Collection<String> orderIds) throws UnavailableException {
    if (orderIds.isEmpty()) {
      return 0;
    }
    return run(
        redis -> {
          int deleted = 0;
          for (String id : orderIds) {
            deleted += redis.del((ACCEPTED + id).getBytes(ISO_8859_1)).intValue();
          }
          // A key has the shop's idempotency key; only its value tells the order.
          ScanIterator<byte[]> keys = scan(redis, ANSWERS + tenant + ":*");
          while (keys.hasNext()) {
            byte[] key = keys.next();
            byte[] value = redis.get(key);
            if (value != null && names(value, orderIds)) {
              deleted += redis.del(key).intValue();
            }
          }
          return deleted;
        });
  }

  @Override
  public List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException {
    return run(
        redis -> {
          long searched = 0;
          long found = 0;
          Set<String> what = new TreeSet<>();
          ScanIterator<byte[]> keys = scan(redis, "*");
          while (keys.hasNext()) {
            byte[] key = keys.next();
            searched++;
            Set<String> here = new TreeSet<>(texts.in(key));
            byte[] value = value(redis, key);
            if (value != null) {
              here.addAll(texts.in(value));
            }
            if (!here.isEmpty()) {
              found++;
              what.addAll(here);
            }
          }
          return List.of(
              new SearchedPlace(
                  STORE, "all keys", searched, found, what, found == 0 ? "" : "values", null));
        });
  }

  private static byte @Nullable [] value(RedisCommands<byte[], byte[]> redis, byte[] key) {
    return redis.type(key).equals("string") ? redis.get(key) : redis.dump(key);
  }

  private static boolean names(byte[] value, Collection<String> orderIds) {
    String text = new String(value, ISO_8859_1);
    return orderIds.stream().anyMatch(text::contains);
  }

  private static ScanIterator<byte[]> scan(RedisCommands<byte[], byte[]> redis, String pattern) {
    return ScanIterator.scan(redis, ScanArgs.Builder.limit(KEYS_PER_SCAN).match(pattern));
  }

  private <T> T run(Function<RedisCommands<byte[], byte[]>, T> work) throws UnavailableException {
    RedisURI address = RedisURI.create(config.uri());
    address.setTimeout(TIMEOUT);
    Account account = config.access().account();
    if (!account.isNone()) {
      address.setCredentialsProvider(
          RedisCredentialsProvider.from(
              () -> RedisCredentials.just(account.user(), account.password())));
    }
    RedisClient client = RedisClient.create(address);
    Path caFile = config.access().caFile();
    if (config.isEncrypted() && caFile != null) {
      client.setOptions(
          ClientOptions.builder()
              .sslOptions(SslOptions.builder().trustManager(caFile.toFile()).build())
              .build());
    }
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      return work.apply(connection.sync());
    } catch (RedisException e) {
      throw new UnavailableException("Redis does not respond at " + config.uri(), e);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
