package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.PasswordHashes;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.RedisRights;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Redis with an append-only file, so that its data survive. */
public final class RedisServer implements LocalServer {
  public static final String NAME = "redis";

  private final Identity identity;
  private final Program redis;
  private final Path directory;
  private final boolean secure;
  private final SecureHome secured;
  private final Path home;

  RedisServer(StackSpec spec, PortPlan ports, StackHome home, Program redis) {
    this.redis = redis;
    this.secure = spec.secure();
    this.secured = home.secured();
    this.home = home.root();
    this.directory = home.data(NAME);
    this.identity =
        new Identity(
            NAME,
            Server.REDIS,
            List.of(ports.port(NAME)),
            home.logs().resolve(NAME + ".log"),
            Duration.ofSeconds(10));
  }

  static String address(StackSpec spec, PortPlan ports) {
    return (spec.secure() ? "rediss://" : "redis://") + Ports.HOST + ":" + ports.port(NAME);
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void prepare() throws IOException {
    Files.createDirectories(directory);
    PrivateFiles.write(
        configuration(),
        String.format(
            Locale.ROOT,
            """
            bind 127.0.0.1
            protected-mode yes
            %s
            dir "%s"
            logfile "%s"
            daemonize no
            %s""",
            secure
                ? secured(
                    home,
                    port(),
                    secured.caFile().toString(),
                    secured.certificate(NAME).toString(),
                    secured.key(NAME).toString())
                : "port " + port(),
            directory,
            log(),
            DURABLE));
  }

  /** What every server is told, wherever it runs. */
  static final String DURABLE =
      """
      appendonly yes
      save ""
      maxmemory 256mb
      # Refuse writes when full: an evicted idempotency key would be a silent loss.
      maxmemory-policy noeviction
      """;

  /**
   * The port and the accounts of a secured server, which finds its certificate in these files; of a
   * password there is the hash alone.
   *
   * @param home whose accounts and file of rights they are
   */
  static String secured(Path home, int port, String caFile, String certificate, String key) {
    return String.format(
        Locale.ROOT,
        """
        port 0
        tls-port %d
        tls-ca-cert-file "%s"
        tls-cert-file "%s"
        tls-key-file "%s"
        tls-auth-clients no
        user default off
        %s""",
        port,
        caFile,
        certificate,
        key,
        accounts(home));
  }

  private static String accounts(Path home) {
    AccessFile file = AccessFiles.of(home);
    return StackAccount.on(Server.REDIS).stream()
        .map(
            account ->
                "user "
                    + account(SecureHome.of(home), account)
                    + " "
                    + String.join(" ", RedisRights.rules(file.rights(account.user(), Plane.REDIS))))
        .collect(Collectors.joining("\n"));
  }

  private static String account(SecureHome secured, StackAccount account) {
    Credentials credentials = secured.credentials(account, Server.REDIS);
    return credentials.user() + " on #" + PasswordHashes.sha256(credentials.password());
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
    return secure
        ? secured.probe().redis(port(), secured.credentials(StackAccount.OPERATOR, Server.REDIS))
        : Probe.PLAIN.redis(port(), null);
  }

  private Path configuration() {
    return directory.resolve("redis.conf");
  }
}
