package io.spillway.cli;

import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.port.ServiceSwitch;
import java.util.List;

/** The services of this machine's deployment. */
public final class DeploymentSwitch implements ServiceSwitch {
  private final PipelineTarget deployment;

  public DeploymentSwitch(PipelineTarget deployment) {
    this.deployment = deployment;
  }

  @Override
  public boolean runs(PipelineService service) throws InterruptedException {
    return deployment.status().stream()
        .anyMatch(state -> state.name().equals(service.serviceName()) && state.pid() != 0);
  }

  @Override
  public void stop(PipelineService service) throws InterruptedException {
    deployment.stop(List.of(service));
  }

  @Override
  public void start(PipelineService service) throws InterruptedException {
    deployment.up(List.of(service));
  }
}
