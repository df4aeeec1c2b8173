package io.spillway.stack.port;

import io.spillway.stack.core.Launch;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One server as a process of this machine: its files, its command, and how to know it is well. */
public interface LocalServer {
  String name();

  Server kind();

  /** Every port it listens on, the clients' one first. */
  List<Integer> ports();

  Path log();

  /** Writes the configuration, creates the data once, and clears what a crash left behind. */
  void prepare() throws IOException, InterruptedException;

  Launch launch();

  /** Whether it answers its own protocol. */
  boolean isHealthy();

  /** Whether a start is complete; at least as strict as {@link #isHealthy()}. */
  default boolean isStarted() {
    return isHealthy();
  }

  /** How long an orderly end may take before it is killed. */
  Duration grace();
}
