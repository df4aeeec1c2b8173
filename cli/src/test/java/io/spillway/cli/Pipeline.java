package io.spillway.cli;

import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.StockFlow;
import io.spillway.operate.StoreWiring;
import io.spillway.operate.SubmitFlow;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.operate.core.Retry;
import io.spillway.operate.port.OrderApi;
import io.spillway.stack.Deployment;
import io.spillway.stack.LocalInfrastructure;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.ServiceFleet;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Infrastructure;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.ElasticSearch;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.adapter.kafka.KafkaPipelineIdle;
import io.spillway.verify.adapter.mysql.ShardLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The real pipeline for one test class, its services in one JVM: its own home and ports, all
 * processes gone at the end.
 */
final class Pipeline implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Retry RETRY =
      new Retry(Duration.ofMillis(50), Duration.ofSeconds(1), PATIENCE);

  final Deployment deployment;
  final Backends backends;
  final ApiClient api;
  private final Progress progress;
  private final Thread atExit = new Thread(this::downQuietly, "pipeline-down");

  private Pipeline(Deployment deployment, Backends backends, Progress progress) {
    this.deployment = deployment;
    this.backends = backends;
    this.api = new ApiClient(ApiAddress.of(deployment));
    this.progress = progress;
  }

  /** Starts it; the logs stay in {@code directory} for whoever looks for a failure's cause. */
  static Pipeline start(Path root, Path directory, Progress progress) throws Exception {
    return start(root, directory, Map.of(), progress);
  }

  /** Starts it with more in the environment of every service. */
  static Pipeline start(
      Path root, Path directory, Map<String, String> environment, Progress progress)
      throws Exception {
    return start(root, directory, environment, RunMode.TOGETHER.shortLived(), progress);
  }

  /** Starts it in a certain way. */
  static Pipeline start(
      Path root, Path directory, Map<String, String> environment, RunMode mode, Progress progress)
      throws Exception {
    Files.createDirectories(directory);
    PipelineHome home = new PipelineHome(root, directory);
    HealthProbe probe = new HealthProbe();
    ServiceFleet fleet = new ServiceFleet(home, probe, true, environment, progress);
    Infrastructure infrastructure =
        ContainerInfrastructure.isWanted()
            ? new ContainerInfrastructure(directory, progress)
            : new LocalInfrastructure(directory, new StackShape(true, 1), progress);
    Deployment deployment =
        new Deployment(
            home,
            infrastructure,
            started -> StoreWiring.prepare(home, environment, started),
            fleet,
            probe,
            progress);
    // What an earlier run left behind.
    deployment.down(true);
    try {
      Backends backends = deployment.up(List.of(PipelineService.values()), mode);
      Pipeline pipeline = new Pipeline(deployment, backends, progress);
      Runtime.getRuntime().addShutdownHook(pipeline.atExit);
      return pipeline;
    } catch (Exception e) {
      deployment.down(false);
      throw e;
    }
  }

  /** Runs a plan to its end and compares the stores; orders go in through {@code door}. */
  DemoFlow.Outcome run(DemoPlan plan, UnaryOperator<OrderApi> door) throws InterruptedException {
    ShardLedger ledger = new ShardLedger(backends);
    try (ElasticSearch search = new ElasticSearch(BackendConfigs.elastic(backends));
        KafkaPipelineIdle stages = new KafkaPipelineIdle(BackendConfigs.kafka(backends))) {
      return new DemoFlow(
              new SubmitFlow(door.apply(api), RETRY, 4, Pause.system()),
              new StockFlow(api, ledger, RETRY, Pause.system(), progress),
              ledger,
              search,
              stages,
              Pause.system(),
              progress,
              PATIENCE)
          .run(plan);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    api.close();
    deployment.down(false);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /** Not so when it is dead and only nobody has reaped it. */
  static boolean lives(ProcessHandle process) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
          .contains(") Z ");
    } catch (IOException gone) {
      return false;
    }
  }

  private void downQuietly() {
    try {
      deployment.down(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
