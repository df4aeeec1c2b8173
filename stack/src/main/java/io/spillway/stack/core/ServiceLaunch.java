package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The command line and the environment that a service is started with. */
public final class ServiceLaunch {
  private ServiceLaunch() {}

  /**
   * The command: no secret is in it, because every user of the machine can read it.
   *
   * @param startOptions of the JVM, for this start alone
   */
  public static List<String> command(
      Path javaHome,
      Path root,
      PipelineService service,
      Path crashDirectory,
      List<String> startOptions) {
    List<String> command = new ArrayList<>(jvm(javaHome, service));
    command.add("-XX:ErrorFile=" + crashDirectory.resolve(service.serviceName() + "-crash.log"));
    command.addAll(startOptions);
    command.add("-jar");
    command.add(service.jar(root).toString());
    return command;
  }

  /** The JVM and those options that a cache of its classes must be made with, too. */
  public static List<String> jvm(Path javaHome, PipelineService service) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.add("-Xms128m");
    command.add("-Xmx" + service.heapMiB() + "m");
    // What is on its way outlives a small young generation, and fills the old one with garbage.
    command.add("-Xmn96m");
    command.add("-XX:+UseCompactObjectHeaders");
    // Five JVMs share few cores and small heaps: concurrent collectors would only compete.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:MaxMetaspaceSize=256m");
    command.add("-XX:ReservedCodeCacheSize=96m");
    // A process without memory must end, so that it can be started again.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dfile.encoding=UTF-8");
    return command;
  }

  /** What is set for the service beyond the environment of its parent. */
  public static Map<String, String> environment(
      PipelineService service, ServicePorts ports, Backends backends, Path stateDirectory) {
    Map<String, String> env = new TreeMap<>();
    env.put("SPILLWAY_KAFKA_BOOTSTRAP", backends.kafka());
    env.put(
        "SPILLWAY_MYSQL_SHARDS",
        backends.shards().stream().map(Backends.Shard::address).collect(Collectors.joining(",")));
    env.put("SPILLWAY_MYSQL_USER", backends.user());
    env.put("SPILLWAY_MYSQL_PASSWORD", backends.password());
    env.put("SPILLWAY_MYSQL_CDC_USER", backends.cdcUser());
    env.put("SPILLWAY_MYSQL_CDC_PASSWORD", backends.cdcPassword());
    env.put("SPILLWAY_REDIS_URI", backends.redis());
    env.put("SPILLWAY_ELASTICSEARCH_URI", backends.elasticsearch());
    env.put("SPILLWAY_ADMIN_PORT", Integer.toString(ports.admin()));
    env.put("SPILLWAY_STATE_DIR", stateDirectory.toString());
    env.put("SPILLWAY_ORDER_STATE_DIR", stateDirectory.toString());
    env.put("SPILLWAY_INVENTORY_STATE_DIR", stateDirectory.toString());
    // The same member again after a crash: its partitions come back at once.
    env.put("SPILLWAY_ORDER_INSTANCE_ID", service.serviceName() + "-0");
    env.put("SPILLWAY_CDC_INSTANCE_ID", service.serviceName() + "-0");
    // glibc would keep an arena per thread, which costs RocksDB's callers more than their heaps.
    env.put("MALLOC_ARENA_MAX", "2");
    env.put("SERVICE_NAME", service.serviceName());
    if (service.hasPublicPort()) {
      env.put(service.publicPortVariable(), Integer.toString(ports.open()));
    }
    return env;
  }
}
