package io.spillway.cli.adapter.cli;

import io.spillway.cli.RemoteConfig;
import io.spillway.cli.RemotePipeline;
import io.spillway.operate.StockFlow;
import io.spillway.operate.StoreWiring;
import io.spillway.operate.SubmitFlow;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.operate.core.Retry;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.port.Ledger;
import java.time.Duration;
import java.util.Map;

/**
 * What every command works with.
 *
 * @param home the directories
 * @param terminal where it prints
 * @param progress what it says meanwhile
 * @param deployment the pipeline, on this machine or elsewhere
 */
public record CommandContext(
    PipelineHome home, Terminal terminal, Progress progress, PipelineTarget deployment) {
  static final int REQUESTS_IN_FLIGHT = 4;

  public static CommandContext of(
      PipelineHome home, Terminal terminal, Progress progress, StackShape shape) {
    return new CommandContext(
        home, terminal, progress, StoreWiring.deployment(home, shape, Map.of(), progress));
  }

  /** Wires the commands for a pipeline that runs elsewhere. */
  public static CommandContext remote(
      PipelineHome home, Terminal terminal, Progress progress, RemoteConfig config) {
    RemotePipeline pipeline = new RemotePipeline(config, new HealthProbe());
    return new CommandContext(home, terminal, progress, pipeline);
  }

  ApiClient api() {
    return new ApiClient(ApiAddress.of(deployment));
  }

  /** The audit log of the pipeline; opened at the first entry, to be closed. */
  KafkaAuditLog audit() {
    return new KafkaAuditLog(BackendConfigs.kafka(deployment.backends()), "spillway-audit");
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
