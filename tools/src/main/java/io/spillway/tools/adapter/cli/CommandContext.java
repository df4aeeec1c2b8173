package io.spillway.tools.adapter.cli;

import io.spillway.tools.Deployment;
import io.spillway.tools.Home;
import io.spillway.tools.PipelineTarget;
import io.spillway.tools.RemoteConfig;
import io.spillway.tools.RemotePipeline;
import io.spillway.tools.ServiceFleet;
import io.spillway.tools.StockFlow;
import io.spillway.tools.SubmitFlow;
import io.spillway.tools.adapter.http.ApiClient;
import io.spillway.tools.adapter.http.HealthProbe;
import io.spillway.tools.adapter.stack.LocalInfrastructure;
import io.spillway.tools.core.Retry;
import io.spillway.tools.core.StackShape;
import io.spillway.tools.port.Ledger;
import io.spillway.tools.port.Pause;
import io.spillway.tools.port.Progress;
import java.time.Duration;

/**
 * What every command works with.
 *
 * @param home the directories
 * @param terminal where it prints
 * @param progress what it says meanwhile
 * @param deployment the pipeline, on this machine or elsewhere
 */
public record CommandContext(
    Home home, Terminal terminal, Progress progress, PipelineTarget deployment) {
  static final int REQUESTS_IN_FLIGHT = 4;

  /** Wires the commands of one home. */
  public static CommandContext of(
      Home home, Terminal terminal, Progress progress, StackShape shape) {
    HealthProbe probe = new HealthProbe();
    ServiceFleet fleet = new ServiceFleet(home, probe, shape.randomPorts(), progress);
    LocalInfrastructure infrastructure = new LocalInfrastructure(home.data(), shape, progress);
    Deployment deployment = new Deployment(home, infrastructure, fleet, probe, progress);
    return new CommandContext(home, terminal, progress, deployment);
  }

  /** Wires the commands for a pipeline that runs elsewhere. */
  public static CommandContext remote(
      Home home, Terminal terminal, Progress progress, RemoteConfig config) {
    RemotePipeline pipeline = new RemotePipeline(config, new HealthProbe());
    return new CommandContext(home, terminal, progress, pipeline);
  }

  ApiClient api() {
    return new ApiClient(deployment::api);
  }

  SubmitFlow submitFlow(ApiClient api, Duration patience) {
    return new SubmitFlow(api, retry(patience), REQUESTS_IN_FLIGHT, Pause.system());
  }

  StockFlow stockFlow(ApiClient api, Ledger ledger, Duration patience) {
    return new StockFlow(api, ledger, retry(patience), Pause.system(), progress);
  }

  private static Retry retry(Duration patience) {
    return new Retry(Duration.ofMillis(100), Duration.ofSeconds(2), patience);
  }
}
