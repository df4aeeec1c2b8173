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
  void takesThePartitionsThatAreAskedFor() {
    assertThat(StackShape.of(Map.of("SPILLWAY_PARTITIONS_ORDERS", "32")).partitions())
        .isEqualTo(new PartitionCounts(32, 0));
    assertThat(StackShape.of(Map.of("SPILLWAY_PARTITIONS_INVENTORY", "12")).partitions())
        .isEqualTo(new PartitionCounts(0, 12));
    assertThatThrownBy(() -> StackShape.of(Map.of("SPILLWAY_PARTITIONS_ORDERS", "many")))
        .hasMessage(
            "SPILLWAY_PARTITIONS_ORDERS = 'many': expected a multiple of the shards, at most 4096");
  }

  @Test
  void fewCoresGetAPartitionAShard() {
    assertThat(PartitionCounts.forMachine(2, 4)).isEqualTo(new PartitionCounts(4, 4));
    assertThat(PartitionCounts.forMachine(4, 2)).isEqualTo(new PartitionCounts(2, 2));
    assertThat(PartitionCounts.forMachine(8, 4)).isEqualTo(PartitionCounts.LARGE);
  }

  @Test
  void partitionsThatNoShardDividesAreRefused() {
    assertThatThrownBy(() -> new PartitionCounts(10, 8).requireMultiplesOf(4))
        .hasMessage(
            "SPILLWAY_PARTITIONS_ORDERS = 10: expected a multiple of the 4 shards, at most 4096");
  }

  @Test
  void namesTheVariableTheValueAndWhatIsExpected() {
    assertThatThrownBy(() -> StackShape.of(Map.of("SPILLWAY_BROKERS", "2")))
        .hasMessage("SPILLWAY_BROKERS = '2': expected 1 or 3");
    assertThatThrownBy(() -> StackShape.of(Map.of("SPILLWAY_PORTS", "any")))
        .hasMessage("SPILLWAY_PORTS = 'any': expected usual or random");
  }
}
