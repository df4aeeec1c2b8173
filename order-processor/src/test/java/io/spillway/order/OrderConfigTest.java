package io.spillway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderConfigTest {
  @Test
  void theDefaultsAreUsable() {
    Settings settings = Settings.of(ConfigFactory.load());

    OrderConfig config = OrderConfig.from(settings);
    settings.check();

    assertThat(config.streams().commitInterval()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.streams().stalledAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.instanceId()).isEmpty();
    assertThat(config.streams().stateDir().toString()).endsWith("/spillway/order-processor");
    assertThat(config.admission().patience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.store().loop().maxBatchRecords()).isEqualTo(1000);
  }

  @Test
  void everyFaultIsNamed() {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString(
                    """
                    spillway.order.streams {
                      threads = 0
                      rocksdb-write-buffers = 100MiB
                      transaction-timeout = 2s, commit-interval = 3s
                    }
                    spillway.order.admission { max-waiting = 0, patience = 1ms }
                    spillway.order.store { backoff-first = 9s, backoff-max = 1s }
                    """)
                .withFallback(ConfigFactory.load()));

    OrderConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("spillway.order.streams.threads = 0")
        .hasMessageContaining("rocksdb-write-buffers = 104857600: expected fewer bytes")
        .hasMessageContaining("transaction-timeout = PT2S: expected longer")
        .hasMessageContaining("admission.max-waiting = 0")
        .hasMessageContaining("admission.patience = PT0.001S")
        .hasMessageContaining("store.backoff-first = PT9S: expected at most");
  }
}
