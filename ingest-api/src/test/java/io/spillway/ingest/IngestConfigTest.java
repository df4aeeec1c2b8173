package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.ingest.core.OrderLimits;
import io.spillway.runtime.config.Settings;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
  private static Settings settings(String text) {
    return Settings.of(
        ConfigFactory.parseString(text).withFallback(ConfigFactory.defaultReference()).resolve());
  }

  @Test
  void theDefaultsAreTheBlueprints() {
    Settings settings = settings("");

    IngestConfig config = IngestConfig.from(settings);

    settings.check();
    assertThat(config.order()).isEqualTo(OrderLimits.DEFAULT);
    assertThat(config.http().bodyBytes()).isEqualTo(1 << 20);
    assertThat(config.http().batchBytes()).isEqualTo(16 << 20);
    assertThat(config.log().inFlightBytes()).isEqualTo(32 << 20);
  }

  @Test
  void everyFaultIsNamed() {
    Settings settings =
        settings(
            """
            spillway.ingest {
              port = 70000, limits.lines = 2001, limits.unit-amount = many
              redis.claim-ttl = 5s, kafka.request-timeout = 10s
            }""");

    IngestConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("spillway.ingest.port = 70000")
        .hasMessageContaining("spillway.ingest.limits.lines = 2001")
        .hasMessageContaining("spillway.ingest.limits.unit-amount = many")
        .hasMessageContaining("spillway.ingest.redis.claim-ttl")
        .hasMessageContaining("spillway.ingest.kafka.request-timeout");
  }
}
