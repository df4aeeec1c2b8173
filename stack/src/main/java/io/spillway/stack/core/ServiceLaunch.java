package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The command line and the environment that a service is started with. */
public final class ServiceLaunch {
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LOG_FORMAT");

  /** Of another pipeline: what would win over the accounts of the stack's own servers. */
  private static final Set<String> ACCESS =
      Set.of(
          "SPILLWAY_SETTINGS_DIR",
          "SPILLWAY_TLS_CA_FILE",
          "SPILLWAY_KAFKA_PROTOCOL",
          "SPILLWAY_KAFKA_USER",
          "SPILLWAY_KAFKA_PASSWORD",
          "SPILLWAY_KAFKA_PASSWORD_FILE",
          "SPILLWAY_MYSQL_TLS",
          "SPILLWAY_MYSQL_PASSWORD_FILE",
          "SPILLWAY_MYSQL_CDC_PASSWORD_FILE",
          "SPILLWAY_REDIS_USER",
          "SPILLWAY_REDIS_PASSWORD",
          "SPILLWAY_REDIS_PASSWORD_FILE",
          "SPILLWAY_ELASTICSEARCH_USER",
          "SPILLWAY_ELASTICSEARCH_PASSWORD",
          "SPILLWAY_ELASTICSEARCH_PASSWORD_FILE",
          "SPILLWAY_INGEST_TLS_CERTIFICATE_FILE",
          "SPILLWAY_INGEST_TLS_KEY_FILE",
          "SPILLWAY_REPORTS_TLS_CERTIFICATE_FILE",
          "SPILLWAY_REPORTS_TLS_KEY_FILE");

  private ServiceLaunch() {}

  /**
   * Whether a service has this variable of its parent's environment. A user's JAVA_TOOL_OPTIONS or
   * CLASSPATH must not reach the services; settings of ours must.
   */
  public static boolean inherits(String variable) {
    return INHERITED.contains(variable)
        || (variable.startsWith("SPILLWAY_") && !ACCESS.contains(variable));
  }

  /**
   * The public port that the environment asks for; 0 when it asks for none.
   *
   * @throws OperationException naming the variable and its value when that is no port
   */
  public static int publicPort(PipelineService service, Map<String, String> environment) {
    String port =
        service.hasPublicPort() ? environment.getOrDefault(service.publicPortVariable(), "0") : "0";
    if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535) {
      return Integer.parseInt(port);
    }
    throw new OperationException(
        service.publicPortVariable() + " = '" + port + "': expected a port from 0 to 65535");
  }

  /**
   * The command: no secret is in it, because every user of the machine can read it.
   *
   * @param startOptions of the JVM, for this start alone
   */
  public static List<String> command(
      Path javaHome,
      Path root,
      ServiceJvm jvm,
      Lifetime lifetime,
      Path crashDirectory,
      List<String> startOptions) {
    List<String> command = new ArrayList<>(jvm(javaHome, jvm, lifetime));
    command.add("-XX:ErrorFile=" + crashDirectory.resolve(jvm.name() + "-crash.log"));
    command.addAll(startOptions);
    command.add("-jar");
    command.add(jvm.jar(root).toString());
    command.addAll(jvm.arguments());
    return command;
  }

  /** The JVM and those options that a cache of its classes must be made with, too. */
  public static List<String> jvm(Path javaHome, ServiceJvm jvm, Lifetime lifetime) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    // Room for the young generation from the start; the JVM complains otherwise.
    command.add("-Xms" + (jvm.youngMiB() + 32) + "m");
    command.add("-Xmx" + jvm.heapMiB() + "m");
    // What is on its way outlives a small young generation, and fills the old one with garbage.
    command.add("-Xmn" + jvm.youngMiB() + "m");
    // It waits for a few collections: survivors that are too many for an eighth are given up as
    // old.
    command.add("-XX:SurvivorRatio=5");
    command.add("-XX:+UseCompactObjectHeaders");
    // The processes share few cores and small heaps: concurrent collectors would only compete.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:MaxMetaspaceSize=" + jvm.classesMiB() + "m");
    command.add("-XX:ReservedCodeCacheSize=" + jvm.codeMiB() + "m");
    if (lifetime == Lifetime.SHORT) {
      command.add(Lifetime.FIRST_COMPILER_ONLY);
    }
    // A process without memory must end, so that it can be started again.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dfile.encoding=UTF-8");
    return command;
  }

  /**
   * What is set for the services, whatever they inherit.
   *
   * @param ports of each service of the JVM, which has one admin port
   * @param state the directory that a service may write to
   */
  public static Map<String, String> environment(
      ServiceJvm jvm,
      Map<PipelineService, ServicePorts> ports,
      Backends backends,
      Function<PipelineService, Path> state) {
    Map<String, String> env = new TreeMap<>();
    env.put("SPILLWAY_KAFKA_BOOTSTRAP", backends.kafka());
    env.put(
        "SPILLWAY_MYSQL_SHARDS",
        backends.shards().stream().map(Backends.Shard::address).collect(Collectors.joining(",")));
    env.put("SPILLWAY_PARTITIONS_ORDERS", Integer.toString(backends.partitions().orders()));
    env.put("SPILLWAY_PARTITIONS_INVENTORY", Integer.toString(backends.partitions().inventory()));
    env.putAll(accounts(backends));
    env.put("SPILLWAY_REDIS_URI", backends.redis());
    env.put("SPILLWAY_ELASTICSEARCH_URI", backends.elasticsearch());
    env.put("SPILLWAY_ORDER_STATE_DIR", state.apply(PipelineService.ORDER_PROCESSOR).toString());
    env.put(
        "SPILLWAY_INVENTORY_STATE_DIR",
        state.apply(PipelineService.INVENTORY_PROCESSOR).toString());
    // The same member again after a crash: its partitions come back at once.
    env.put("SPILLWAY_ORDER_INSTANCE_ID", instance(PipelineService.ORDER_PROCESSOR));
    env.put("SPILLWAY_CDC_INSTANCE_ID", instance(PipelineService.CDC_CONNECTOR));
    // glibc would keep an arena per thread, which costs RocksDB's callers more than their heaps.
    env.put("MALLOC_ARENA_MAX", "2");
    env.put("SERVICE_NAME", jvm.name());
    for (PipelineService service : jvm.services()) {
      ServicePorts own = Objects.requireNonNull(ports.get(service), "ports of a service");
      env.put("SPILLWAY_ADMIN_PORT", Integer.toString(own.admin()));
      if (service.hasPublicPort()) {
        env.put(service.publicPortVariable(), Integer.toString(own.open()));
      }
    }
    return env;
  }

  /** Of secured servers each service reads its own accounts from a file; none is here. */
  private static Map<String, String> accounts(Backends backends) {
    return backends
        .access()
        .map(access -> Map.of("SPILLWAY_SETTINGS_DIR", access.settings().toString()))
        .orElseGet(
            () ->
                Map.of(
                    "SPILLWAY_MYSQL_USER", backends.user(),
                    "SPILLWAY_MYSQL_PASSWORD", backends.password(),
                    "SPILLWAY_MYSQL_CDC_USER", backends.cdcUser(),
                    "SPILLWAY_MYSQL_CDC_PASSWORD", backends.cdcPassword()));
  }

  private static String instance(PipelineService service) {
    return service.serviceName() + "-0";
  }
}
