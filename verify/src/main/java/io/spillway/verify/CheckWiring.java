package io.spillway.verify;

import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.DocumentFacts;
import io.spillway.verify.adapter.http.ServiceMetrics;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.kafka.KafkaPipelineIdle;
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
 */
public record CheckWiring(Backends backends, Map<String, URI> adminAddresses, Progress progress) {
  /** Waits for rest, at most {@code settle}, and examines what is in the scope. */
  public CheckReport of(Scope scope, Duration settle)
      throws UnavailableException, InterruptedException {
    try (KafkaOrderLog log = new KafkaOrderLog(backends.kafka());
        DocumentFacts documents = new DocumentFacts(backends.elasticsearch());
        KafkaPipelineIdle stillness = new KafkaPipelineIdle(backends.kafka());
        ServiceMetrics metrics = new ServiceMetrics(adminAddresses)) {
      return new CheckFlow(
              log,
              new ShardFacts(backends),
              documents,
              metrics,
              stillness,
              Pause.system(),
              Clock.systemUTC(),
              progress,
              Math.max(2, Runtime.getRuntime().availableProcessors()))
          .run(scope, settle);
    }
  }
}
