package io.spillway.stack.port;

import io.spillway.stack.core.PipelineService;

/** Stops and starts the services of this machine. */
public interface ServiceSwitch {
  boolean runs(PipelineService service) throws InterruptedException;

  /** Ends it in good order. */
  void stop(PipelineService service) throws InterruptedException;

  /** Starts it and waits until it is ready. */
  void start(PipelineService service) throws InterruptedException;
}
