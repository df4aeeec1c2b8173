package io.spillway.stack.adapter.os;

import io.spillway.stack.core.Launch;
import io.spillway.stack.core.OperationException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts and ends processes that outlive their starter. Stateless. */
public final class ServerProcess {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ServerProcess() {}

  /**
   * Starts the command in a session of its own, so that neither a closed terminal nor Ctrl-C
   * reaches it.
   *
   * @param limit how long a launcher may take until its server appears
   * @param onSpawn told of each process as it appears: a launcher's first, then its server's
   * @return the server's process
   * @throws IOException if the command cannot be run, or a launcher ends without a server
   */
  public static ProcessRecord spawn(Launch launch, Duration limit, Consumer<ProcessRecord> onSpawn)
      throws IOException, InterruptedException {
    if (launch.pidFile().isPresent()) {
      Files.deleteIfExists(launch.pidFile().get());
    }
    ProcessBuilder builder =
        new ProcessBuilder(DetachedCommand.of(launch.priority(), launch.command()))
            .directory(launch.directory().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(launch.output().toFile()));
    cleanEnvironment(builder.environment()).putAll(launch.environment());
    Process process = builder.start();
    // Dead already: a record that never matches; the caller sees that and shows the log.
    ProcessRecord started =
        ProcessRecord.of(process.pid()).orElse(new ProcessRecord(process.pid(), -1, ""));
    onSpawn.accept(started);
    if (launch.pidFile().isEmpty()) {
      return started;
    }
    ProcessRecord server = awaitPidFile(process, launch.pidFile().get(), limit);
    onSpawn.accept(server);
    return server;
  }

  /** Keeps what every program may need; a user's JAVA_TOOL_OPTIONS or MYSQL_* change nothing. */
  static Map<String, String> cleanEnvironment(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", DEFAULT_PATH);
    String home = environment.getOrDefault("HOME", "/");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "HOME", home, "LANG", "C.UTF-8", "TZ", "UTC"));
    return environment;
  }

  private static ProcessRecord awaitPidFile(Process launcher, Path pidFile, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean ended = !launcher.isAlive();
      Optional<ProcessRecord> server = readPidFile(pidFile);
      if (server.isPresent()) {
        return server.get();
      }
      if (ended) {
        throw new IOException("terminated with exit code " + launcher.exitValue());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("no process appeared within " + limit.toSeconds() + " s");
      }
      Thread.sleep(POLL);
    }
  }

  private static Optional<ProcessRecord> readPidFile(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile).trim();
    return text.isEmpty() ? Optional.empty() : ProcessRecord.of(Long.parseLong(text));
  }

  /** Asks the process to end, and kills it if it has not within the grace. */
  public static void terminate(ProcessRecord process, Duration grace) throws InterruptedException {
    end(process, grace, ProcessHandle::destroy);
  }

  public static void kill(ProcessRecord process) throws InterruptedException {
    end(process, Duration.ZERO, ProcessHandle::destroyForcibly);
  }

  private static void end(ProcessRecord process, Duration grace, Consumer<ProcessHandle> signal)
      throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isEmpty() || !process.isAlive()) {
      return;
    }
    // A launcher that ends early may leave its helper behind.
    List<ProcessHandle> descendants = handle.get().descendants().toList();
    signal.accept(handle.get());
    if (!awaitEnd(process, grace)) {
      handle.get().destroyForcibly();
      if (!awaitEnd(process, KILL_LIMIT)) {
        throw new OperationException(
            "process " + process.pid() + " did not terminate after SIGKILL");
      }
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean awaitEnd(ProcessRecord process, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }
}
