package io.debezium.pipeline.source.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.Module;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFormatterTest {
  @Test
  void describesNothing() {
    EventFormatter formatter = new EventFormatter().sourcePosition(Map.of("pos", "1")).key("k");
    assertThat(formatter).hasToString("");
  }

  @Test
  void isNeededByThisDebeziumOnly() {
    assertThat(Module.version())
        .as("a later Debezium needs no replacement: delete this package")
        .startsWith("3.6.");
  }
}
