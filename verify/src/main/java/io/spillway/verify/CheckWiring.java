package io.spillway.verify;

import io.spillway.runtime.admin.AdminConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.DocumentFacts;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.adapter.http.ApiRows;
import io.spillway.verify.adapter.http.ServiceMetrics;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.kafka.KafkaPipelineIdle;
import io.spillway.verify.adapter.mysql.RowFields;
import io.spillway.verify.adapter.mysql.ShardFacts;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * The check of a running pipeline, with a worker for each core.
 *
 * @param adminAddresses where each service's metrics are
 * @param api where ingest-api answers
 */
public record CheckWiring(
    Backends backends, Map<String, URI> adminAddresses, ApiAddress api, Progress progress) {
  /** The check of a pipeline that commands work with. */
  public static CheckWiring of(PipelineTarget pipeline, Progress progress) {
    return new CheckWiring(
        pipeline.backends(), pipeline.adminAddresses(), ApiAddress.of(pipeline), progress);
  }

  /** Waits for rest, at most {@code settle}, and examines what is in the scope. */
  public CheckReport of(Scope scope, Duration settle)
      throws UnavailableException, InterruptedException {
    try (KafkaOrderLog log = new KafkaOrderLog(BackendConfigs.kafka(backends));
        DocumentFacts documents = new DocumentFacts(BackendConfigs.elastic(backends));
        KafkaPipelineIdle idle = new KafkaPipelineIdle(BackendConfigs.kafka(backends));
        ServiceMetrics metrics =
            new ServiceMetrics(adminAddresses, AdminConfig.token(Settings.load()));
        ApiRows answers = new ApiRows(api)) {
      return new CheckFlow(
              log,
              new ShardFacts(backends),
              documents,
              metrics,
              idle,
              new RowFields(backends),
              answers,
              Pause.system(),
              Clock.systemUTC(),
              progress,
              Math.max(2, Runtime.getRuntime().availableProcessors()))
          .run(scope, settle);
    }
  }
}
