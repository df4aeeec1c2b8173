package io.spillway.stack;

import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.port.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipeline that commands work with. What one cannot do is a {@link OperationException}. */
public interface PipelineTarget {
  /**
   * Starts what is not running of the servers and of these services, and returns when all of them
   * are ready. Safe to repeat: what runs stays as it was started.
   *
   * @throws OperationException naming what did not become ready
   */
  Backends up(Collection<PipelineService> services, RunMode mode) throws InterruptedException;

  /** Stops everything; {@code wipe} removes data and logs too. */
  void down(boolean wipe) throws InterruptedException;

  /**
   * Stops some services.
   *
   * @throws OperationException naming one that shares its process with a service not named here
   */
  void stop(Collection<PipelineService> services) throws InterruptedException;

  /**
   * Ends some services at once, as a crash would; {@link #up} starts them again.
   *
   * @throws OperationException naming one that shares its process with a service not named here
   */
  void kill(Collection<PipelineService> services) throws InterruptedException;

  boolean isRunning();

  /**
   * Where the servers are.
   *
   * @throws OperationException when nothing runs
   */
  Backends backends();

  /** Where each service that was started serves health and metrics; it may be down right now. */
  Map<String, URI> adminAddresses();

  /** Where orders go; the service may be down at the moment. */
  URI api();

  /** The key with which this machine's commands ask the API; empty where they have none. */
  Optional<String> apiKey();

  /**
   * Certificates (PEM) that those of the API and the reports come from; empty for those that the
   * JVM trusts.
   */
  Optional<Path> apiCaFile();

  /** Where the reports are; the service may be down at the moment. */
  URI reports();

  /** The certificates of its servers and services. */
  Certificates certificates();

  /** Every server and service, running or not. */
  List<ServerState> status() throws InterruptedException;
}
