package io.spillway.stack.core;

import java.util.Map;

/**
 * What a new stack looks like; a stack that exists keeps its shape.
 *
 * @param randomPorts ignores the usual ports, so that stacks run side by side
 * @param brokers Kafka brokers: 1, or 3 with every topic on all of them
 * @param partitions that somebody asked for; 0 leaves the number to the machine
 */
public record StackShape(boolean randomPorts, int brokers, PartitionCounts partitions) {
  /** One broker on the usual ports. */
  public static final StackShape USUAL = new StackShape(false, 1);

  /** With as many partitions as fit the machine. */
  public StackShape(boolean randomPorts, int brokers) {
    this(randomPorts, brokers, new PartitionCounts(0, 0));
  }

  /**
   * Reads {@code SPILLWAY_PORTS}, {@code SPILLWAY_BROKERS} and {@code SPILLWAY_PARTITIONS_…}.
   *
   * @throws OperationException naming the variable, its value and what is expected
   */
  public static StackShape of(Map<String, String> environment) {
    String ports = environment.getOrDefault("SPILLWAY_PORTS", "usual");
    if (!ports.equals("usual") && !ports.equals("random")) {
      throw new OperationException("SPILLWAY_PORTS = '" + ports + "': expected usual or random");
    }
    String brokers = environment.getOrDefault("SPILLWAY_BROKERS", "1");
    if (!brokers.equals("1") && !brokers.equals("3")) {
      throw new OperationException("SPILLWAY_BROKERS = '" + brokers + "': expected 1 or 3");
    }
    return new StackShape(
        ports.equals("random"),
        Integer.parseInt(brokers),
        new PartitionCounts(
            partitions(environment, "SPILLWAY_PARTITIONS_ORDERS"),
            partitions(environment, "SPILLWAY_PARTITIONS_INVENTORY")));
  }

  private static int partitions(Map<String, String> environment, String variable) {
    String count = environment.getOrDefault(variable, "0");
    if (!count.matches("[0-9]{1,4}")) {
      throw new OperationException(
          variable + " = '" + count + "': expected a multiple of the shards, at most 4096");
    }
    return Integer.parseInt(count);
  }
}
