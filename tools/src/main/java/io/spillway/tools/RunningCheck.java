package io.spillway.tools;

import io.spillway.tools.adapter.elastic.DocumentFacts;
import io.spillway.tools.adapter.http.ServiceMetrics;
import io.spillway.tools.adapter.kafka.KafkaOrderLog;
import io.spillway.tools.adapter.kafka.KafkaStillness;
import io.spillway.tools.adapter.mysql.ShardFacts;
import io.spillway.tools.core.Backends;
import io.spillway.tools.core.check.CheckReport;
import io.spillway.tools.core.check.Scope;
import io.spillway.tools.port.Pause;
import io.spillway.tools.port.Progress;
import io.spillway.tools.port.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * The check of a running pipeline, with a worker for each core.
 *
 * @param adminPorts where each service's metrics are
 */
public record RunningCheck(Backends backends, Map<String, Integer> adminPorts, Progress progress) {
  /** Waits for rest, at most {@code settle}, and examines what is in the scope. */
  public CheckReport of(Scope scope, Duration settle)
      throws UnavailableException, InterruptedException {
    try (KafkaOrderLog log = new KafkaOrderLog(backends.kafka());
        DocumentFacts documents = new DocumentFacts(backends.elasticsearch());
        KafkaStillness stillness = new KafkaStillness(backends.kafka());
        ServiceMetrics metrics = new ServiceMetrics(adminPorts)) {
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
