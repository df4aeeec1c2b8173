package io.spillway.cli;

import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.port.ServiceSwitch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of this machine's deployment. One that shares its process is stopped and started
 * with the others of it. Not thread-safe.
 */
public final class DeploymentSwitch implements ServiceSwitch {
  private final PipelineTarget deployment;
  private final RunMode mode;
  private final Map<PipelineService, List<PipelineService>> stopped = new HashMap<>();

  /**
   * A switch.
   *
   * @param mode how they are started again
   */
  public DeploymentSwitch(PipelineTarget deployment, RunMode mode) {
    this.deployment = deployment;
    this.mode = mode;
  }

  @Override
  public boolean runs(PipelineService service) throws InterruptedException {
    return pids().get(service.serviceName()) != null;
  }

  @Override
  public void stop(PipelineService service) throws InterruptedException {
    Map<String, Long> pids = pids();
    Long pid = pids.get(service.serviceName());
    List<PipelineService> sharing =
        Arrays.stream(PipelineService.values())
            .filter(each -> pid != null && pid.equals(pids.get(each.serviceName())))
            .toList();
    deployment.stop(sharing);
    stopped.put(service, sharing);
  }

  @Override
  public void start(PipelineService service) throws InterruptedException {
    List<PipelineService> sharing = stopped.remove(service);
    deployment.up(sharing == null ? List.of(service) : sharing, mode);
  }

  private Map<String, Long> pids() throws InterruptedException {
    Map<String, Long> pids = new HashMap<>();
    for (ServerState state : deployment.status()) {
      if (state.running()) {
        pids.put(state.name(), state.pid());
      }
    }
    return pids;
  }
}
