package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ends the servers if this JVM dies without a chance to do it itself, as by SIGKILL: a shell that
 * reads the current process ids from a pipe, and kills the last ones it read when the pipe closes.
 */
public final class Watchdog implements AutoCloseable {
  // Each process leads a group of its own, with what it has started.
  private static final String SCRIPT =
      "while read -r line; do pids=$line; done; for pid in $pids; do kill -KILL -$pid $pid; done";

  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  public static Watchdog start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("setsid", "sh", "-c", SCRIPT))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    ServerProcess.cleanEnvironment(builder.environment());
    return new Watchdog(builder.start());
  }

  /** Replaces the processes to end. Ids of ended processes must not stay: they are used again. */
  public void watch(Collection<ProcessRecord> processes) throws IOException {
    String line =
        processes.stream()
            .filter(ProcessRecord::isAlive)
            .map(process -> String.valueOf(process.pid()))
            .collect(Collectors.joining(" ", "", "\n"));
    OutputStream pipe = shell.getOutputStream();
    pipe.write(line.getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }

  /** Lets the servers live. */
  @Override
  public void close() {
    shell.destroyForcibly();
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
