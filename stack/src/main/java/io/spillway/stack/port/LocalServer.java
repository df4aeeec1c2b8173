package io.spillway.stack.port;

import io.spillway.stack.core.Launch;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One server as a process of this machine: its files, its command, and how to know it is well. */
public interface LocalServer {
  /**
   * What it is and stays.
   *
   * @param ports all that it listens on, the clients' one first
   * @param grace how long an orderly end may take before it is killed
   */
  record Identity(String name, Server kind, List<Integer> ports, Path log, Duration grace) {}

  Identity identity();

  default String name() {
    return identity().name();
  }

  /** The port that clients use. */
  default int port() {
    return identity().ports().getFirst();
  }

  default Path log() {
    return identity().log();
  }

  /** Writes the configuration, creates the data once, and clears what a crash left behind. */
  void prepare() throws IOException, InterruptedException;

  /** Puts its certificate and key where it reads them while it runs. */
  default void placeCertificate() throws IOException {}

  Launch launch();

  boolean isHealthy();

  /** Whether a start is complete; at least as strict as {@link #isHealthy()}. */
  default boolean isStarted() {
    return isHealthy();
  }
}
