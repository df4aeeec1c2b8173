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

  private final PortPlan ports;
  private final Program redis;
  private final Path directory;
  private final Path log;

  RedisServer(PortPlan ports, StackHome home, Program redis) {
    this.ports = ports;
    this.redis = redis;
    this.directory = home.data(NAME);
    this.log = home.logs().resolve(NAME + ".log");
  }

  static String address(PortPlan ports) {
    return "redis://" + Ports.HOST + ":" + ports.port(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Server kind() {
    return Server.REDIS;
  }

  @Override
  public List<Integer> ports() {
    return List.of(ports.port(NAME));
  }

  @Override
  public Path log() {
    return log;
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
            ports.port(NAME),
            directory,
            log));
  }

  @Override
  public Launch launch() {
    return Launch.of(
        redis.with(configuration().toString()),
        directory,
        log.resolveSibling(NAME + ".out"),
        Priority.ACCEPT);
  }

  @Override
  public boolean isHealthy() {
    return Probe.redis(ports.port(NAME));
  }

  @Override
  public Duration grace() {
    return Duration.ofSeconds(10);
  }

  private Path configuration() {
    return directory.resolve("redis.conf");
  }
}
