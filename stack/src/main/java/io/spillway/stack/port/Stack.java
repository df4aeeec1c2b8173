package io.spillway.stack.port;

import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ServerStatus;
import java.util.List;
import java.util.OptionalLong;

/**
 * Running servers. Servers are named as in {@link #status()}: {@code kafka-0}, {@code mysql-1},
 * {@code redis}, {@code elasticsearch}. Thread-safe; calls that start or stop run one at a time.
 * Failures are {@link OperationException}s.
 */
public interface Stack extends AutoCloseable {

  Endpoints endpoints();

  /** Every server, running or not, in a fixed order. Probes each, so it takes a moment. */
  List<ServerStatus> status();

  /**
   * The process of a server, a container's as its engine counts it; empty while it does not run.
   */
  OptionalLong pid(String server);

  /** Starts one stopped server on its old port and data, and waits until it is healthy. */
  void start(String server);

  /** Stops one server in good order and waits until it is gone. */
  void stop(String server);

  /** Ends one server at once, as a crash would, and waits until it is gone. */
  void kill(String server);

  /** Lets one server stand still, as a stalled machine would, until {@link #resume}. */
  void pause(String server);

  void resume(String server);

  /** Stops every server and waits until all are gone; the data stay. Idempotent. */
  void stop();

  /** Stops an attached stack; leaves a detached one running and lets go of it. */
  @Override
  void close();
}
