package io.spillway.runtime.health;

/** Answers at once, from what a part has seen of itself; called from any thread. */
@FunctionalInterface
public interface HealthCheck {
  HealthStatus check();
}
