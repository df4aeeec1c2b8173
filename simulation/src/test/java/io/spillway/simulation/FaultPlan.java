package io.spillway.simulation;

import java.util.SplittableRandom;

/** What goes wrong, and how often; nothing any more once healed. */
final class FaultPlan {
  private final SplittableRandom random;
  private boolean healed;

  FaultPlan(SplittableRandom random) {
    this.random = random;
  }

  /** True once in so many times. */
  boolean strikes(int onceIn) {
    return !healed && random.nextInt(onceIn) == 0;
  }

  void heal() {
    healed = true;
  }
}
