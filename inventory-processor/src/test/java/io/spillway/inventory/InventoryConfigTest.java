package io.spillway.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import org.junit.jupiter.api.Test;

class InventoryConfigTest {
  private static Settings settings(String overrides) {
    return Settings.of(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()).resolve());
  }

  @Test
  void theDefaultsAreValid() {
    Settings settings = settings("");

    InventoryConfig config = InventoryConfig.from(settings);

    settings.check();
    assertThat(config.loop().maxBatchRecords()).isEqualTo(512);
    assertThat(config.lowStock()).isEqualTo(5);
  }

  @Test
  void everyFaultIsNamed() {
    Settings settings =
        settings(
            """
            spillway.inventory {
              loop { max-batch-records = 0, backoff-first = 2s, backoff-max = 1s }
              availability { low-stock = -1, commit-interval = soon }
            }
            """);
    InventoryConfig.from(settings);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("spillway.inventory.loop.max-batch-records")
        .hasMessageContaining(
            "spillway.inventory.loop.backoff-first = PT2S: expected at most backoff-max, PT1S")
        .hasMessageContaining("spillway.inventory.availability.low-stock")
        .hasMessageContaining("spillway.inventory.availability.commit-interval");
  }
}
