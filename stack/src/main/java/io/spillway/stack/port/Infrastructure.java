package io.spillway.stack.port;

import io.spillway.stack.core.Backends;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import java.util.List;
import java.util.Optional;

/** The servers that the services need. Failures are {@code ToolException}s. */
public interface Infrastructure {
  /** Where the servers are, while any of them runs. */
  Optional<Backends> running();

  /**
   * Starts what does not run, and returns when all are healthy.
   *
   * @param mode of servers that are started anew
   * @throws io.spillway.stack.core.OperationException when secured servers are asked for, and there
   *     are others
   */
  Backends start(RunMode mode) throws InterruptedException;

  /** Every server; empty when none has ever been started here. */
  List<ServerState> status();

  /** Stops all and waits until they are gone; the data stay. */
  void stop();

  /** Removes data and logs; nothing may be running. */
  void wipe();
}
