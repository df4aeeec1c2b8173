package io.spillway.ingest.adapter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, which every caller's commands share and are pipelined on. It is opened
 * in the background and reopened by itself, because orders are taken whether Redis is up or not.
 * Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration RECONNECT = Duration.ofMillis(500);

  private final ClientResources resources;
  private final RedisClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("redis-timer").factory());
  private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;

  private RedisLink(RedisConfig redis, Duration timeout, int queuedCommands) {
    resources =
        DefaultClientResources.builder()
            .reconnectDelay(Delay.constant(RECONNECT))
            .nettyCustomizer(new FewerFlushes())
            .build();
    RedisURI address = RedisURI.create(redis.uri());
    // For connecting and the handshake, which take longer than a command in a process just started.
    address.setTimeout(CONNECT);
    address.setClientName("ingest-api");
    client = RedisClient.create(resources, address);
    Account account = redis.access().account();
    if (!account.isNone()) {
      address.setCredentialsProvider(
          RedisCredentialsProvider.from(
              () -> RedisCredentials.just(account.user(), account.password())));
    }
    client.setOptions(
        ClientOptions.builder()
            .sslOptions(ssl(redis))
            .autoReconnect(true)
            // A command that cannot be sent now is of no use later.
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(queuedCommands)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
  }

  private static SslOptions ssl(RedisConfig redis) {
    Path caFile = redis.access().caFile();
    return redis.isEncrypted() && caFile != null
        ? SslOptions.builder().trustManager(caFile.toFile()).build()
        : SslOptions.create();
  }

  /** Connects; if that fails, tries again in the background. */
  public static RedisLink start(RedisConfig redis, Duration timeout, int queuedCommands) {
    RedisLink link = new RedisLink(redis, timeout, queuedCommands);
    link.open();
    return link;
  }

  /** Commands that many requests give at once go to Redis in one write, not in one each. */
  private static final class FewerFlushes implements NettyCustomizer {
    private static final int COMMANDS = 256;

    @Override
    public void afterChannelInitialized(Channel channel) {
      channel.pipeline().addFirst(new FlushConsolidationHandler(COMMANDS, true));
    }
  }

  /** The commands, or null as long as no connection was ever opened. */
  @Nullable RedisAsyncCommands<byte[], byte[]> commands() {
    StatefulRedisConnection<byte[], byte[]> open = connection;
    return open == null ? null : open.async();
  }

  /** Has something short done once per pause, until the link is closed. */
  void every(Duration pause, Runnable task) {
    long millis = pause.toMillis();
    var _ = timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private void open() {
    try {
      connection = client.connect(ByteArrayCodec.INSTANCE);
      LOG.atInfo().log("Redis connected");
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("cause", e.toString()).log("Redis connection failed; retrying");
      var _ = timer.schedule(this::open, RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
