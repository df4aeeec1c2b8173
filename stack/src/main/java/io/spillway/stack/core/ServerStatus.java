package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One server as it is now.
 *
 * @param pid the process, while one runs
 * @param healthy it answers its own protocol
 * @param port the port clients use
 * @param log the file to look into first
 */
public record ServerStatus(
    String name, Server kind, OptionalLong pid, boolean healthy, int port, Path log) {

  /** Whether its process lives, healthy or not. */
  public boolean running() {
    return pid.isPresent();
  }
}
