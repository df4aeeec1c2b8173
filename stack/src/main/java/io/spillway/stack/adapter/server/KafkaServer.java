package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.JavaArguments;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One Kafka broker, which is also a controller (KRaft, combined mode). */
public final class KafkaServer implements LocalServer {
  static final String CLUSTER_ID = "c3BpbGx3YXktbG9jYWwtMQ";
  public static final String STARTED = "Kafka Server started";
  static final String CONFIGURATION = "server.properties";
  public static final String HEAP = "-Xmx512m";

  private final int index;
  private final Identity identity;
  private final StackSpec spec;
  private final PortPlan ports;
  private final Path libraries;
  private final Path data;
  private final StartCache startCache;
  private final KafkaListeners listeners;
  private final SecureHome secured;

  KafkaServer(int index, StackSpec spec, PortPlan ports, StackHome home, Path libraries) {
    this.index = index;
    this.listeners = new KafkaListeners(index, spec, ports);
    this.secured = home.secured();
    this.spec = spec;
    this.ports = ports;
    this.libraries = libraries;
    this.data = home.data(name(index));
    this.identity =
        new Identity(
            name(index),
            Server.KAFKA,
            listenerPorts(index, spec, ports),
            home.logs().resolve(name(index) + ".log"),
            Duration.ofSeconds(20));
    this.startCache = new StartCache(libraries, serverJvm());
  }

  public static String name(int index) {
    return "kafka-" + index;
  }

  static String controller(int index) {
    return name(index) + ".controller";
  }

  /** Where brokers of a secured stack reach each other. */
  static String broker(int index) {
    return name(index) + ".broker";
  }

  private static List<Integer> listenerPorts(int index, StackSpec spec, PortPlan ports) {
    List<Integer> listening = new ArrayList<>();
    listening.add(ports.port(name(index)));
    listening.add(ports.port(controller(index)));
    if (spec.secure()) {
      listening.add(ports.port(broker(index)));
    }
    return listening;
  }

  static String bootstrap(int brokers, PortPlan ports) {
    return IntStream.range(0, brokers)
        .mapToObj(i -> Ports.HOST + ":" + ports.port(name(i)))
        .collect(Collectors.joining(","));
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    Files.createDirectories(data);
    if (spec.secure()) {
      placeCertificate();
    }
    Files.writeString(properties(), configuration());
    Files.writeString(logback(), logbackConfiguration());
    if (!Files.exists(data.resolve("log/meta.properties"))) {
      format();
    }
    if (startCache.isRecorded()) {
      startCache.make(classes());
    }
    if (Files.exists(log())) {
      // The new log then tells of this start alone, see isStarted.
      Files.move(
          log(),
          log().resolveSibling(name() + ".previous.log"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void placeCertificate() throws IOException {
    PrivateFiles.write(
        keyStore(),
        Files.readString(secured.key(name())) + Files.readString(secured.certificate(name())));
  }

  private void format() throws IOException, InterruptedException {
    FileTree.delete(data.resolve("log"));
    List<String> command = java("-Xshare:auto", Lifetime.FIRST_COMPILER_ONLY, "-XX:+UseSerialGC");
    command.addAll(classes());
    command.addAll(
        List.of(
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            CLUSTER_ID,
            "--config",
            properties().toString()));
    command.addAll(listeners.formatOptions());
    // Every user of the machine can read a command; it holds passwords.
    Path arguments = data.resolve("format.args");
    PrivateFiles.write(arguments, JavaArguments.file(command.subList(1, command.size())));
    try {
      Command.run(data, List.of(command.getFirst(), "@" + arguments));
    } finally {
      Files.delete(arguments);
    }
  }

  @Override
  public Launch launch() {
    List<String> command = serverJvm();
    // Not among the options that its start cache goes by: a cache serves a quick start, too.
    command.addAll(1, spec.jvmOptions());
    command.addAll(startOptions());
    command.addAll(classes());
    command.addAll(List.of("kafka.Kafka", properties().toString()));
    return Launch.of(command, data, log().resolveSibling(name() + ".out"), Priority.ACCEPT);
  }

  private List<String> serverJvm() {
    return java(
        "-Xms64m",
        HEAP,
        // Several JVMs share few cores here: no concurrent collector threads.
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dlogback.configurationFile=" + logback());
  }

  /** A short test would record little of what a broker does, and several would write one file. */
  private List<String> startOptions() {
    return startCache.isMade() || !spec.quickStart() && index == 0
        ? startCache.options()
        : List.of();
  }

  private List<String> classes() {
    return List.of("-cp", libraries.resolve("*").toString());
  }

  private List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(options));
    return command;
  }

  @Override
  public boolean isHealthy() {
    return (spec.secure() ? secured.probe() : Probe.PLAIN).kafka(port());
  }

  /** It answers before it has joined the cluster, and says only in its log when it has. */
  @Override
  public boolean isStarted() {
    try {
      return isHealthy() && Files.exists(log()) && Files.readString(log()).contains(STARTED);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private Path properties() {
    return data.resolve(CONFIGURATION);
  }

  private Path keyStore() {
    return data.resolve("keystore.pem");
  }

  private Path logback() {
    return data.resolve("logback.xml");
  }

  private String configuration() {
    boolean alone = spec.brokers() == 1;
    String voters =
        IntStream.range(0, spec.brokers())
            .mapToObj(i -> i + "@" + Ports.HOST + ":" + ports.port(controller(i)))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        """
        process.roles=broker,controller
        node.id=%d
        controller.quorum.voters=%s
        controller.listener.names=CONTROLLER
        %s
        log.dirs=%s
        default.replication.factor=%5$d
        min.insync.replicas=%6$d
        offsets.topic.replication.factor=%5$d
        offsets.topic.num.partitions=10
        transaction.state.log.replication.factor=%5$d
        transaction.state.log.min.isr=%6$d
        transaction.state.log.num.partitions=10
        share.coordinator.state.topic.replication.factor=%5$d
        share.coordinator.state.topic.min.isr=%6$d
        share.coordinator.state.topic.num.partitions=10
        auto.create.topics.enable=false
        message.max.bytes=4194304
        replica.fetch.max.bytes=4194304
        group.initial.rebalance.delay.ms=0
        # A broker that crashed may register again after this; one that stalls so long is fenced.
        broker.session.timeout.ms=%7$d
        broker.heartbeat.interval.ms=%8$d
        # The default of 128 MiB would take a quarter of this heap.
        log.cleaner.dedupe.buffer.size=33554432
        """,
        index,
        voters,
        listeners.properties(keyStore()).strip(),
        data.resolve("log"),
        alone ? 1 : 3,
        alone ? 1 : 2,
        spec.quickStart() ? 3_000 : 9_000,
        spec.quickStart() ? 1_000 : 2_000);
  }

  private String logbackConfiguration() {
    return String.format(
        Locale.ROOT,
        """
        <configuration>
          <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
            <file>%1$s</file>
            <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
              <fileNamePattern>%1$s.%%i</fileNamePattern>
              <minIndex>1</minIndex>
              <maxIndex>2</maxIndex>
            </rollingPolicy>
            <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
              <maxFileSize>20MB</maxFileSize>
            </triggeringPolicy>
            <encoder><pattern>%%d %%-5level %%logger{30} %%msg%%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="file"/></root>
        </configuration>
        """,
        log());
  }
}
