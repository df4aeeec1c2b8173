package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CdcConfigTest {
  @Test
  void shardsOfOneServerAreReadByOneEngine() {
    CdcConfig config = read(Map.of("spillway.mysql.shards", "b:2/s0,a:1/s1,b:2/s2,a:2/s3"));

    assertThat(config.servers())
        .containsExactly(
            new CapturedServer(0, "b", 2, List.of("s0", "s2")),
            new CapturedServer(1, "a", 1, List.of("s1")),
            new CapturedServer(2, "a", 2, List.of("s3")));
    assertThat(config.servers().getFirst().name()).isEqualTo("mysql-0");
    assertThat(config.servers().getFirst().historyTopic()).isEqualTo("cdc.history.mysql-0.v1");
  }

  @Test
  void passwordIsNotShown() {
    assertThat(read(Map.of("spillway.mysql.cdc.password", "hush")).toString())
        .doesNotContain("hush");
  }

  @Test
  void everyFaultIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "spillway.cdc.batch-rows",
                        100,
                        "spillway.cdc.queue-rows",
                        100,
                        "spillway.cdc.stall-timeout",
                        "1s",
                        "spillway.cdc.backoff.max",
                        "100ms")))
        .hasMessageContaining("spillway.cdc.queue-rows = 100: expected more than")
        .hasMessageContaining("spillway.cdc.stall-timeout")
        .hasMessageContaining("spillway.cdc.backoff.max");
  }

  private static CdcConfig read(Map<String, Object> overrides) {
    Settings settings =
        Settings.of(ConfigFactory.parseMap(overrides).withFallback(ConfigFactory.load()).resolve());
    CdcConfig config = CdcConfig.from(settings, MysqlConfig.from(settings));
    settings.check();
    return config;
  }
}
