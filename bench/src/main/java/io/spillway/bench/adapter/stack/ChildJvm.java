package io.spillway.bench.adapter.stack;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.ServiceLaunch;
import io.spillway.stack.core.ServicePorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A contender that is a program of its own, with the environment that a service of ours gets. It
 * ends with us.
 */
public final class ChildJvm implements AutoCloseable {
  /** The largest heap, in MiB, unless another is asked for. */
  public static final int HEAP_MIB = 256;

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final ProcessCpu cpu;
  private final Thread atExit;

  private ChildJvm(String name, Process process, ProcessCpu cpu) {
    this.name = name;
    this.process = process;
    this.cpu = cpu;
    this.atExit = new Thread(process::destroyForcibly, name + "-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    cpu.watch(name, () -> OptionalLong.of(process.pid()));
  }

  /**
   * Starts a main class of this module with the JVM options of ingest-api; its errors go to our
   * standard error.
   */
  public static ChildJvm start(
      String name, Class<?> main, Backends backends, int port, ProcessCpu cpu) throws IOException {
    Path javaHome = Path.of(System.getProperty("java.home"));
    return start(
        ServiceLaunch.jvm(javaHome, ServiceJvm.of(PipelineService.INGEST_API), Lifetime.LONG),
        name,
        System.getProperty("java.class.path"),
        main.getName(),
        backends,
        port,
        cpu,
        List.of());
  }

  /** Starts a main class from another class path. */
  public static ChildJvm start(
      String name,
      String classPath,
      String main,
      Backends backends,
      int port,
      ProcessCpu cpu,
      int heapMiB,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms64m", "-Xmx" + heapMiB + "m", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    return start(command, name, classPath, main, backends, port, cpu, arguments);
  }

  private static ChildJvm start(
      List<String> jvm,
      String name,
      String classPath,
      String main,
      Backends backends,
      int port,
      ProcessCpu cpu,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(jvm);
    command.add("-Dlogback.configurationFile=spillway-bench-logback.xml");
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    Map<String, String> environment =
        new TreeMap<>(
            ServiceLaunch.environment(
                ServiceJvm.of(PipelineService.INGEST_API),
                Map.of(PipelineService.INGEST_API, new ServicePorts(0, port)),
                backends,
                _ -> Path.of(System.getProperty("java.io.tmpdir"))));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new ChildJvm(name, builder.start(), cpu);
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    cpu.forget(name);
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
