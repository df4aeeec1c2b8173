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
  /** Heartbeats are a part of a session apart, and joining after a death takes up to one. */
  private static final int SESSIONS = 3;

  private static final String SINCE_HEARTBEAT = "last-heartbeat-seconds-ago";

  private GroupContact() {}

  /**
   * What is wrong, if a member sent no heartbeat for three sessions. Thread-safe.
   *
   * @param metrics of one consumer, or of all of a Kafka Streams instance
   * @param session the members' session timeout
   */
  public static Optional<String> complaint(
      Map<MetricName, ? extends Metric> metrics, Duration session) {
    double longest =
        metrics.entrySet().stream()
            .filter(metric -> metric.getKey().name().equals(SINCE_HEARTBEAT))
            .map(metric -> metric.getValue().metricValue())
            .mapToDouble(value -> value instanceof Number seconds ? seconds.doubleValue() : 0)
            .max()
            .orElse(0);
    return longest < session.multipliedBy(SESSIONS).toSeconds()
        ? Optional.empty()
        : Optional.of(
            "no heartbeat to Kafka for "
                + (long) longest
                + " s; check that the brokers are reachable");
  }
}
