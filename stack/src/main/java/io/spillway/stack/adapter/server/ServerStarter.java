package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.ListeningSockets;
import io.spillway.stack.adapter.os.LogFile;
import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.os.ServerProcess;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.LocalServer;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts one server and waits until it is healthy. Stateless. */
public final class ServerStarter {
  private static final Duration POLL = Duration.ofMillis(50);

  private ServerStarter() {}

  /**
   * @param onSpawn told of the process at once, before it is healthy, so that it is never lost
   */
  public static void start(
      LocalServer server, Duration limit, StartListener progress, Consumer<ProcessRecord> onSpawn)
      throws InterruptedException {
    long begin = System.nanoTime();
    @Nullable Launch launch = null;
    try {
      server.prepare();
      launch = server.launch();
      ProcessRecord process = ServerProcess.spawn(launch, limit, onSpawn);
      awaitHealth(server, process, launch, begin, limit);
    } catch (IOException e) {
      String reason = "failed to start: " + e.getMessage();
      throw failure(server, launch == null ? server.log() : launch.output(), reason, e);
    }
    progress.report(
        server.name(),
        String.format(
            Locale.ROOT,
            "ready on port %d after %.1f s",
            server.port(),
            (System.nanoTime() - begin) / 1e9),
        100);
  }

  private static void awaitHealth(
      LocalServer server, ProcessRecord process, Launch launch, long begin, Duration limit)
      throws InterruptedException {
    while (true) {
      boolean alive = process.isAlive();
      if (alive && server.isStarted() && ownsItsPort(server, process)) {
        return;
      }
      if (!alive) {
        throw failure(server, launch.output(), "terminated during its start", null);
      }
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw failure(
            server, launch.output(), "not healthy after " + limit.toSeconds() + " s", null);
      }
      Thread.sleep(POLL);
    }
  }

  private static boolean ownsItsPort(LocalServer server, ProcessRecord process) {
    return ListeningSockets.belongsTo(process, server.port());
  }

  private static OperationException failure(
      LocalServer server, Path output, String reason, @Nullable Throwable cause) {
    StringBuilder message = new StringBuilder(server.name() + " " + reason);
    Set<Path> logs = new LinkedHashSet<>();
    logs.add(server.log());
    logs.add(output);
    for (Path log : logs) {
      message.append("\n  last lines of ").append(log).append(":\n").append(LogFile.indented(log));
    }
    return new OperationException(message.toString(), cause);
  }
}
