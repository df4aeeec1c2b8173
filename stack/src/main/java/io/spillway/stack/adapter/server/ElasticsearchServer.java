package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One Elasticsearch node; an unprivileged user runs it where we are root. */
public final class ElasticsearchServer implements LocalServer {
  public static final String NAME = "elasticsearch";
  static final String TRANSPORT = NAME + ".transport";
  public static final List<String> HEAP = List.of("-Xms768m", "-Xmx768m");
  private static final String CLUSTER = "spillway";

  private final Identity identity;
  private final List<String> moreJvmOptions;
  private final Path program;
  private final Path directory;
  private final Path output;
  private final boolean secure;
  private final SecureHome secured;
  private final Path root;

  ElasticsearchServer(StackSpec spec, PortPlan ports, StackHome home, Path program) {
    this.secure = spec.secure();
    this.secured = home.secured();
    this.root = home.root();
    this.moreJvmOptions = spec.jvmOptions();
    this.program = program;
    this.directory = home.elasticsearch();
    this.identity =
        new Identity(
            NAME,
            Server.ELASTICSEARCH,
            List.of(ports.port(NAME), ports.port(TRANSPORT)),
            directory.resolve("logs").resolve(CLUSTER + ".log"),
            Duration.ofSeconds(20));
    this.output = home.logs().resolve(NAME + ".out");
  }

  static String address(StackSpec spec, PortPlan ports) {
    return (spec.secure() ? "https://" : "http://") + Ports.HOST + ":" + ports.port(NAME);
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void prepare() throws IOException {
    FileTree.createForAll(directory);
    FileTree.delete(directory.resolve("tmp"));
    for (String name : List.of("config", "data", "logs", "tmp")) {
      Files.createDirectories(directory.resolve(name));
    }
    Path config = directory.resolve("config");
    Files.copy(
        program.resolve("config/log4j2.properties"),
        config.resolve("log4j2.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(config.resolve("elasticsearch.yml"), configuration());
    Files.write(config.resolve("jvm.options"), jvmOptions());
    if (secure) {
      new ElasticSecurity(root, secured, config).write();
    }
    if (UnprivilegedUser.isNeeded()) {
      UnprivilegedUser user = UnprivilegedUser.find();
      user.own(directory);
      requireReach(directory);
      requireReach(program);
      requireReach(Path.of(System.getProperty("java.home")));
    }
  }

  /** The node's user owns the files before the node can see them. */
  @Override
  public void placeCertificate() throws IOException {
    Path config = directory.resolve("config");
    Path next = directory.resolve("tmp").resolve("certificate");
    PrivateFiles.createDirectory(next);
    new ElasticSecurity(root, secured, config).writeCertificate(next);
    if (UnprivilegedUser.isNeeded()) {
      UnprivilegedUser.find().own(next);
    }
    for (String file : List.of("node-key.pem", "node.pem")) {
      Files.move(next.resolve(file), config.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
    FileTree.delete(next);
  }

  private static void requireReach(Path path) {
    if (!UnprivilegedUser.canReach(path)) {
      throw new OperationException(
          "Elasticsearch refuses to run as root, and an unprivileged user cannot reach "
              + path
              + ": grant access to it and its parent directories (chmod o+x), or run as an"
              + " unprivileged user");
    }
  }

  @Override
  public Launch launch() {
    List<String> command = new ArrayList<>();
    if (UnprivilegedUser.isNeeded()) {
      try {
        command.addAll(UnprivilegedUser.find().prefix());
      } catch (IOException e) {
        throw new OperationException("cannot read the machine's users", e);
      }
    }
    Path pidFile = directory.resolve("tmp/elasticsearch.pid");
    command.addAll(
        List.of(
            // Through the shell: an executable bit is not needed, and noexec mounts do not hurt.
            "bash",
            program.resolve("bin/elasticsearch").toString(),
            "--daemonize",
            "--pidfile",
            pidFile.toString()));
    Map<String, String> environment =
        Map.of(
            "ES_JAVA_HOME", System.getProperty("java.home"),
            "ES_PATH_CONF", directory.resolve("config").toString(),
            "ES_TMPDIR", directory.resolve("tmp").toString(),
            // The launcher's own; it would leave files in /tmp.
            "CLI_JAVA_OPTS", "-XX:-UsePerfData -Djava.io.tmpdir=" + directory.resolve("tmp"),
            "HOME", directory.toString());
    return new Launch(
        command, environment, directory, output, Optional.of(pidFile), Priority.REPORT);
  }

  @Override
  public boolean isHealthy() {
    return secure
        ? secured
            .probe()
            .elasticsearch(port(), secured.credentials(StackAccount.OPERATOR, Server.ELASTICSEARCH))
        : Probe.PLAIN.elasticsearch(port(), null);
  }

  private String configuration() {
    return String.format(
        Locale.ROOT,
        """
        cluster.name: %s
        node.name: local
        discovery.type: single-node
        %s
        network.host: 127.0.0.1
        http.port: %d
        transport.port: %d
        path.data: "%s"
        path.logs: "%s"
        # A developer's disk is often fuller than a server's may be.
        cluster.routing.allocation.disk.threshold_enabled: false
        """,
        CLUSTER,
        (secure ? ElasticSecurity.SECURED : ElasticSecurity.OPEN).strip(),
        port(),
        identity.ports().getLast(),
        directory.resolve("data"),
        directory.resolve("logs"));
  }

  /**
   * The distribution's own options, but with our heap, and no logs or dumps beside its programs.
   */
  private List<String> jvmOptions() throws IOException {
    List<String> options = new ArrayList<>();
    for (String line : Files.readAllLines(program.resolve("config/jvm.options"))) {
      boolean replaced =
          line.contains("-Xm")
              || line.contains("-Xlog")
              || line.contains("-XX:ErrorFile")
              || line.contains("HeapDump");
      if (!replaced && !line.startsWith("#") && !line.isBlank()) {
        options.add(line);
      }
    }
    options.addAll(HEAP);
    options.addAll(moreJvmOptions);
    if (secure) {
      // A copy of the built-in roles in an index that this distribution cannot make.
      options.add("-Des.queryable_built_in_roles_enabled=false");
    }
    // Memory is taken as it is needed: most stacks never fill this heap.
    options.add("-XX:-AlwaysPreTouch");
    options.add("-XX:ErrorFile=" + directory.resolve("logs/hs_err_pid%p.log"));
    return options;
  }
}
