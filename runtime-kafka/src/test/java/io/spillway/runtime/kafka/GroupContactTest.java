package io.spillway.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class GroupContactTest {
  private static final Duration SESSION = Duration.ofSeconds(10);

  private final Map<MetricName, Metric> metrics = new HashMap<>();

  @Test
  void aMemberThatSentAHeartbeatLatelyIsInContact() {
    sinceHeartbeat("one", 29.0);

    assertThat(GroupContact.complaint(metrics, SESSION)).isEmpty();
  }

  @Test
  void theMostSilentMemberCounts() {
    sinceHeartbeat("one", 2.0);
    sinceHeartbeat("two", 31.0);

    assertThat(GroupContact.complaint(metrics, SESSION))
        .hasValue("no heartbeat to Kafka for 31 s; check that the brokers are reachable");
  }

  @Test
  void aMemberThatHasNotJoinedYetAndOtherMetricsDoNotCount() {
    sinceHeartbeat("one", -1.0);
    metrics.put(new MetricName("records-lag", "group", "", Map.of()), new Known(99.0));

    assertThat(GroupContact.complaint(metrics, SESSION)).isEmpty();
  }

  @Test
  void aLongSessionHasHeartbeatsFurtherApart() {
    sinceHeartbeat("one", 75.0);

    assertThat(GroupContact.complaint(metrics, Duration.ofMinutes(5))).isEmpty();
  }

  private void sinceHeartbeat(String client, double seconds) {
    MetricName name =
        new MetricName(
            "last-heartbeat-seconds-ago",
            "consumer-coordinator-metrics",
            "",
            Map.of("client-id", client));
    metrics.put(name, new Known(seconds));
  }

  private record Known(Object metricValue) implements Metric {
    @Override
    public MetricName metricName() {
      throw new UnsupportedOperationException();
    }
  }
}
