package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Redis with an append-only file, so that its data survive. */
public final class RedisServer implements LocalServer {
  public static final String NAME = "redis";

  private final Identity identity;
  private final Program redis;
  private final Path directory;

  RedisServer(PortPlan ports, StackHome home, Program redis) {
    this.redis = redis;
    this.directory = home.data(NAME);
    this.identity =
        new Identity(
            NAME,
            Server.REDIS,
            List.of(ports.port(NAME)),
            home.logs().resolve(NAME + ".log"),
            Duration.ofSeconds(10));
  }

  static String address(PortPlan ports) {
    return "redis://" + Ports.HOST + ":" + ports.port(NAME);
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void prepare() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        configuration(),
        String.format(
            Locale.ROOT,
            """
            bind 127.0.0.1
            protected-mode yes
            port %d
            dir "%s"
            logfile "%s"
            daemonize no
            appendonly yes
            save ""
            maxmemory 256mb
            # Refuse writes when full: an evicted idempotency key would be a silent loss.
            maxmemory-policy noeviction
            """,
            port(),
            directory,
            log()));
  }

  @Override
  public Launch launch() {
    return Launch.of(
        redis.with(configuration().toString()),
        directory,
        log().resolveSibling(NAME + ".out"),
        Priority.ACCEPT);
  }

  @Override
  public boolean isHealthy() {
    return Probe.redis(port());
  }

  private Path configuration() {
    return directory.resolve("redis.conf");
  }
}
