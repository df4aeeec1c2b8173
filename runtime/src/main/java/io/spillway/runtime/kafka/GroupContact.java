package io.spillway.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a member still speaks to its group. Polling alone does not tell: a consumer that cannot
 * reach Kafka polls nothing, as one does for which there is nothing.
 */
public final class GroupContact {
  /** Joining a group after another member died takes up to one session. */
  private static final Duration PATIENCE = KafkaClients.SESSION_TIMEOUT.multipliedBy(3);

  private static final String SINCE_HEARTBEAT = "last-heartbeat-seconds-ago";

  private GroupContact() {}

  /**
   * What is wrong, if a member sent no heartbeat for 30 s. Thread-safe.
   *
   * @param metrics of one consumer, or of all of a Kafka Streams instance
   */
  public static Optional<String> complaint(Map<MetricName, ? extends Metric> metrics) {
    double longest =
        metrics.entrySet().stream()
            .filter(metric -> metric.getKey().name().equals(SINCE_HEARTBEAT))
            .map(metric -> metric.getValue().metricValue())
            .mapToDouble(value -> value instanceof Number seconds ? seconds.doubleValue() : 0)
            .max()
            .orElse(0);
    return longest < PATIENCE.toSeconds()
        ? Optional.empty()
        : Optional.of("no heartbeat to Kafka for " + (long) longest + " s: is it reachable?");
  }
}
