package io.spillway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.runtime.lifecycle.ServiceDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineMainTest {
  @Test
  void withoutNamesItRunsAllServices() {
    assertThat(PipelineMain.named(List.of()))
        .extracting(ServiceDefinition::name)
        .containsExactly(
            "ingest-api",
            "order-processor",
            "inventory-processor",
            "cdc-connector",
            "analytics-sink");
  }

  @Test
  void itRunsTheServicesThatAreNamed() {
    assertThat(PipelineMain.named(List.of("order-processor", "ingest-api", "ingest-api")))
        .extracting(ServiceDefinition::name)
        .containsExactly("ingest-api", "order-processor");
    assertThatThrownBy(() -> PipelineMain.named(List.of("ingest-api", "billing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown service 'billing': expected some of ingest-api, order-");
  }
}
