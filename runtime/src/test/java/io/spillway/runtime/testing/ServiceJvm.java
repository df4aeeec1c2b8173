package io.spillway.runtime.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A service as a process of its own, with the class path of the test. */
public final class ServiceJvm {
  private ServiceJvm() {}

  /** A JVM with a small heap for a main class, and further options; not started yet. */
  public static ProcessBuilder of(Class<?> main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    // It ends before the optimising compiler pays back what it takes.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return new ProcessBuilder(command);
  }

  /** A port that was free a moment ago, and that no outgoing connection is given meanwhile. */
  public static int freePort() throws IOException {
    // Below Linux's ephemeral range, and below the ports of the stacks.
    try (ServerSocket socket =
        new ServerSocket(ThreadLocalRandom.current().nextInt(10_000, 20_000))) {
      return socket.getLocalPort();
    } catch (BindException _) {
      return freePort();
    }
  }
}
