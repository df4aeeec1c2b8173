package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.LogFile;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One durable MySQL server with the shards' schemas and the accounts of {@link MysqlAccounts}. */
public final class MysqlServer implements LocalServer {
  public static final String ADMIN_PASSWORD = "admin";

  /** A socket's path is limited to 107 bytes by unix(7). */
  private static final int MAX_SOCKET_PATH = 100;

  private static final String DATABASE = "data";

  private final int index;
  private final Identity identity;
  private final List<String> schemas;
  private final Program mysqld;
  private final Path directory;
  private final Path socket;
  private final StackSpec spec;
  private final SecureHome secured;

  MysqlServer(int index, StackSpec spec, PortPlan ports, StackHome home, Program mysqld) {
    this.index = index;
    this.spec = spec;
    this.secured = home.secured();
    this.schemas = schemas(index, spec.shardsPerServer());
    this.mysqld = mysqld;
    this.directory = home.data(name(index));
    this.identity =
        new Identity(
            name(index),
            Server.MYSQL,
            List.of(ports.port(name(index))),
            home.logs().resolve(name(index) + ".log"),
            Duration.ofSeconds(30));
    Path own = directory.resolve("mysql.sock");
    this.socket =
        own.toString().length() <= MAX_SOCKET_PATH
            ? own
            : Path.of("/tmp", "spillway-" + home.digest() + "-" + index + ".sock");
  }

  public static String name(int index) {
    return "mysql-" + index;
  }

  /** Numbered over all servers: with two each, server 1 has spillway_2 and spillway_3. */
  public static List<String> schemas(int server, int shardsPerServer) {
    return IntStream.range(server * shardsPerServer, (server + 1) * shardsPerServer)
        .mapToObj(shard -> "spillway_" + shard)
        .toList();
  }

  static MysqlEndpoint endpoint(
      int server, StackSpec spec, PortPlan ports, MysqlAccounts accounts) {
    return new MysqlEndpoint(
        name(server),
        Ports.HOST,
        ports.port(name(server)),
        accounts.admin().user(),
        accounts.admin().password(),
        accounts.cdc().user(),
        accounts.cdc().password(),
        schemas(server, spec.shardsPerServer()));
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    // After a crash they name a process that may be another one by now.
    Files.deleteIfExists(socket);
    Files.deleteIfExists(socket.resolveSibling(socket.getFileName() + ".lock"));
    PrivateFiles.write(initFile(), MysqlAccounts.of(spec).statements(schemas));
    if (!Files.isDirectory(directory.resolve(DATABASE))) {
      initialize();
    }
    Files.writeString(optionFile(), options(directory.resolve(DATABASE)));
  }

  /** Under another name first, so that an interrupted one is begun again. */
  private void initialize() throws IOException, InterruptedException {
    Path partial = directory.resolve(DATABASE + ".partial");
    FileTree.delete(partial);
    Files.writeString(optionFile(), options(partial));
    try {
      Command.run(
          directory, mysqld.with("--defaults-file=" + optionFile(), "--initialize-insecure"));
    } catch (OperationException e) {
      throw new OperationException(
          e.getMessage() + "\n  last lines of " + log() + ":\n" + LogFile.indented(log()), e);
    }
    Files.move(partial, directory.resolve(DATABASE), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public Launch launch() {
    return Launch.of(
        mysqld.with("--defaults-file=" + optionFile(), "--init-file=" + initFile()),
        directory,
        log().resolveSibling(name() + ".out"),
        Priority.SETTLE);
  }

  @Override
  public boolean isHealthy() {
    return Probe.PLAIN.mysql(port());
  }

  private Path optionFile() {
    return directory.resolve("my.cnf");
  }

  private Path initFile() {
    return directory.resolve("init.sql");
  }

  private String options(Path database) {
    List<String> options = new ArrayList<>();
    options.add("[mysqld]");
    if (UnprivilegedUser.isNeeded()) {
      options.add("user=root");
    }
    mysqld
        .unpackedPrefix()
        .ifPresent(
            prefix -> {
              options.add("basedir=" + prefix);
              options.add("lc-messages-dir=" + prefix.resolve("share/mysql"));
              options.add("character-sets-dir=" + prefix.resolve("share/mysql/charsets"));
              options.add("plugin-dir=" + prefix.resolve("lib/mysql/plugin"));
            });
    options.add("datadir=" + database);
    options.add("socket=" + socket);
    options.add("pid-file=" + directory.resolve("mysqld.pid"));
    options.add("log-error=" + log());
    options.add("port=" + port());
    options.add("server-id=" + serverId(index));
    options.add("bind-address=127.0.0.1");
    options.add("auto-generate-certs=OFF");
    options.addAll(encryption());
    return String.join("\n", options) + "\n" + COMMON_OPTIONS;
  }

  private List<String> encryption() {
    if (!spec.secure()) {
      // On the loopback address TLS protects little, costs processor time, and ties the clients'
      // clocks to the age of a certificate.
      return List.of("tls-version=''");
    }
    return List.of(
        "require-secure-transport=ON",
        "ssl-ca=" + secured.caFile(),
        "ssl-cert=" + secured.certificate(name()),
        "ssl-key=" + secured.key(name()));
  }

  public static int serverId(int index) {
    return 1_001 + index;
  }

  /** What every server is told, wherever it runs. */
  public static final String COMMON_OPTIONS =
      """
      mysqlx=OFF
      skip-name-resolve=ON
      secure-file-priv=NULL
      max-connections=200
      # Nothing that was acknowledged is lost, also when the machine fails.
      innodb-flush-log-at-trx-commit=1
      sync-binlog=1
      # What Debezium reads.
      log-bin=binlog
      binlog-format=ROW
      binlog-row-image=FULL
      binlog-expire-logs-seconds=604800
      max-binlog-size=268435456
      gtid-mode=ON
      enforce-gtid-consistency=ON
      character-set-server=utf8mb4
      default-time-zone=+00:00
      log-timestamps=UTC
      # Two servers and five services share a small machine.
      innodb-buffer-pool-size=268435456
      innodb-redo-log-capacity=268435456
      performance-schema=OFF
      table-open-cache=400
      """;

  /** Run at each start of a server that is not secured; see {@link MysqlAccounts#statements}. */
  public static String initStatements(List<String> schemas) {
    return MysqlAccounts.OPEN.statements(schemas);
  }
}
