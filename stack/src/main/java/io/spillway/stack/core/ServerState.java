package io.spillway.stack.core;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One process of the stack as it is now.
 *
 * @param name of a server or a service
 * @param pid 0 when it does not run
 * @param ready it would serve the next request
 * @param port the one that clients use, or the admin port; 0 when unknown
 * @param residentBytes memory; 0 when unknown
 * @param uptime null when it does not run or that is unknown
 */
public record ServerState(
    String name,
    long pid,
    boolean ready,
    int port,
    long residentBytes,
    @Nullable Duration uptime,
    Path log) {
  public boolean running() {
    return pid != 0;
  }

  /** One word for people. */
  public String word() {
    return running() ? (ready ? "ready" : "not ready") : "stopped";
  }
}
