package io.spillway.tools.adapter.faults;

import io.spillway.tools.CheckFlow;
import io.spillway.tools.adapter.elastic.DocumentFacts;
import io.spillway.tools.adapter.http.ServiceMetrics;
import io.spillway.tools.adapter.kafka.KafkaOrderLog;
import io.spillway.tools.adapter.kafka.KafkaStillness;
import io.spillway.tools.adapter.mysql.ShardFacts;
import io.spillway.tools.core.Backends;
import io.spillway.tools.core.check.Scope;
import io.spillway.tools.port.Pause;
import io.spillway.tools.port.Progress;
import io.spillway.tools.port.UnavailableException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every invariant of the pipeline, on what a round's tenant has in Kafka, MySQL and the index. */
record InvariantCheck(Backends backends, Map<String, URI> adminAddresses, Progress progress) {
  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final int WORKERS = 2;

  /** One line for each invariant that does not hold. */
  List<String> violations(String tenant) throws InterruptedException {
    try (KafkaOrderLog log = new KafkaOrderLog(backends.kafka());
        DocumentFacts documents = new DocumentFacts(backends.elasticsearch());
        KafkaStillness stillness = new KafkaStillness(backends.kafka());
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
              WORKERS)
          .run(new Scope(tenant, null), SETTLE).findings().stream()
              .filter(finding -> finding.violations() > 0)
              .map(
                  finding ->
                      "%d x invariant %d, %s: %s"
                          .formatted(
                              finding.violations(),
                              finding.invariant().number(),
                              finding.invariant().claim(),
                              finding.examples()))
              .toList();
    } catch (UnavailableException e) {
      return List.of("the invariants could not be checked: " + e.getMessage());
    }
  }
}
