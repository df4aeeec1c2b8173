package io.spillway.stack.core;

import java.util.Map;

/**
 * What a new stack looks like; a stack that exists keeps its shape.
 *
 * @param randomPorts ignores the usual ports, so that stacks run side by side
 * @param brokers Kafka brokers: 1, or 3 with every topic on all of them
 */
public record StackShape(boolean randomPorts, int brokers) {
  /** One broker on the usual ports. */
  public static final StackShape USUAL = new StackShape(false, 1);

  /**
   * Reads {@code SPILLWAY_PORTS} and {@code SPILLWAY_BROKERS}.
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
    return new StackShape(ports.equals("random"), Integer.parseInt(brokers));
  }
}
