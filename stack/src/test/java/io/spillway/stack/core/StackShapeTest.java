package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackShapeTest {
  @Test
  void isTheUsualOneWhenNothingIsSet() {
    assertThat(StackShape.of(Map.of())).isEqualTo(StackShape.USUAL);
  }

  @Test
  void takesThreeBrokersOnAnyPorts() {
    assertThat(StackShape.of(Map.of("SPILLWAY_PORTS", "random", "SPILLWAY_BROKERS", "3")))
        .isEqualTo(new StackShape(true, 3));
  }

  @Test
  void namesTheVariableTheValueAndWhatIsExpected() {
    assertThatThrownBy(() -> StackShape.of(Map.of("SPILLWAY_BROKERS", "2")))
        .hasMessage("SPILLWAY_BROKERS = '2': expected 1 or 3");
    assertThatThrownBy(() -> StackShape.of(Map.of("SPILLWAY_PORTS", "any")))
        .hasMessage("SPILLWAY_PORTS = 'any': expected usual or random");
  }
}
