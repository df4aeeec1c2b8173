package io.spillway.faults.adapter;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Faults of whole processes: ended, or stopped and continued. */
final class ProcessFaults {
  private ProcessFaults() {}

  /** Dies by itself when it comes to a place in its code for the Nth time. */
  record ServiceDiesAt(FaultStack stack, PipelineService service, String site, int hits)
      implements FaultAction {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public void inject() throws InterruptedException {
      stack.kill(service);
      stack.launchOnce(service, Map.of("SPILLWAY_FAILPOINT", site + ":kill@" + hits));
      if (!stack.awaitEnd(service, LIMIT)) {
        stack.kill(service);
        throw new OperationException(service.serviceName() + " did not reach " + site);
      }
    }

    @Override
    public void heal() {
      stack.launch(service, Map.of());
    }
  }

  /** Another environment, such as another clock, for a while. */
  record ServiceWith(FaultStack stack, PipelineService service, Map<String, String> environment)
      implements FaultAction {
    @Override
    public void inject() throws InterruptedException {
      stack.terminate(service);
      stack.launch(service, environment);
      stack.awaitReady(service);
    }

    @Override
    public void heal() throws InterruptedException {
      stack.terminate(service);
      stack.launch(service, Map.of());
    }
  }

  /** Every service in good order, one after another, each ready before the next goes. */
  record RollingRestart(FaultStack stack) implements FaultAction {
    @Override
    public void inject() throws InterruptedException {
      for (PipelineService service : PipelineService.values()) {
        stack.terminate(service);
        stack.launch(service, Map.of());
        stack.awaitReady(service);
      }
    }
  }

  /**
   * Every service as another version, one after another, and back when healed: what either writes,
   * the other reads. A service of the other version that ends by itself comes back as this one.
   */
  record RollingUpgrade(FaultStack stack) implements FaultAction {
    @Override
    public void inject() throws InterruptedException {
      for (PipelineService service : PipelineService.values()) {
        stack.terminate(service);
        stack.launchOther(service);
        stack.awaitReady(service);
      }
    }

    @Override
    public void heal() throws InterruptedException {
      new RollingRestart(stack).inject();
    }
  }

  /** kill -9 of servers at once, then a start of each. */
  record ServersKilled(FaultStack stack, List<String> servers) implements FaultAction {
    @Override
    public void inject() {
      servers.forEach(stack::killServer);
    }

    @Override
    public void heal() throws InterruptedException {
      // At the same time: with a majority gone, none becomes healthy alone.
      List<Thread> starts =
          servers.stream()
              .map(server -> Thread.ofVirtual().start(() -> stack.startServer(server)))
              .toList();
      for (Thread start : starts) {
        start.join();
      }
    }
  }
}
