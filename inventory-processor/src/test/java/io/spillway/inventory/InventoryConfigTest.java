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
    assertThat(config.batch().maxCommands()).isEqualTo(512);
    assertThat(config.availability().lowStock()).isEqualTo(5);
  }

  @Test
  void everyFaultIsNamed() {
    Settings settings =
        settings(
            """
            spillway.inventory {
              batch.max-commands = 0
              retry { first = 2s, max = 1s }
              availability { low-stock = -1, commit-every = soon }
            }
            """);
    InventoryConfig.from(settings);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("spillway.inventory.batch.max-commands")
        .hasMessageContaining("spillway.inventory.retry.max")
        .hasMessageContaining("spillway.inventory.availability.low-stock")
        .hasMessageContaining("spillway.inventory.availability.commit-every");
  }
}
