package io.spillway.cdc.port;

import java.util.Collection;

/** Starts and stops engines; a server is named by its number. Thread-safe. */
public interface EngineControl {
  /** Starts a server's engine in the background; no effect when it runs. */
  void start(int server);

  /** Stops engines in an orderly way, and returns when they published their last row. */
  void stop(Collection<Integer> servers);

  /** Has engines publish nothing from now on, and stops them in the background. */
  void abandon(Collection<Integer> servers);
}
