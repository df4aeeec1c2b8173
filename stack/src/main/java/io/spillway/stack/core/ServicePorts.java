package io.spillway.stack.core;

/**
 * The ports that one service was given.
 *
 * @param admin health and metrics
 * @param open the public one; 0 when the service has none
 * @param encrypted whether HTTPS is spoken on the public one
 */
public record ServicePorts(int admin, int open, boolean encrypted) {
  /** Ports where nothing is encrypted. */
  public ServicePorts(int admin, int open) {
    this(admin, open, false);
  }
}
