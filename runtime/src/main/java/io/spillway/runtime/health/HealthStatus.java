package io.spillway.runtime.health;

/**
 * Whether one part would do its next operation.
 *
 * @param why what is wrong, for an operator; empty when nothing is
 */
public record HealthStatus(boolean healthy, String why) {
  private static final HealthStatus UP = new HealthStatus(true, "");

  public static HealthStatus up() {
    return UP;
  }

  /** The next operation would fail, and why. */
  public static HealthStatus down(String why) {
    return new HealthStatus(false, why);
  }
}
