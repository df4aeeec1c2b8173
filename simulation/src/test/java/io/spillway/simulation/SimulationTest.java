package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of runs, each of another seed. A failing one is run again with its trace by {@code mvn
 * -pl simulation -am verify -Dsimulation.seed=N}.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);

  @Test
  void everyInvariantHoldsWhateverHappens() {
    Long only = Long.getLong("simulation.seed");
    if (only == null) {
      allHold(0, SEEDS);
    } else {
      allHold(only, only + 1);
    }
  }

  @Test
  @Tag("extended")
  void everyInvariantHoldsForMoreSeeds() {
    allHold(SEEDS, 4L * SEEDS);
  }

  private static void allHold(long first, long end) {
    for (long seed = first; seed < end; seed++) {
      AssertionError failure = run(seed, InjectedBug.NONE, false);
      if (failure != null) {
        throw reproduced(seed, failure);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theInvariantsNoticeDamage(InjectedBug bug) {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(run(seed, bug, false)).as("%s with seed %d", bug, seed).isNotNull();
    }
  }

  @Test
  void aSeedIsTheSameRunEveryTime() {
    assertThat(trace(7)).isNotEmpty().isEqualTo(trace(7)).isNotEqualTo(trace(8));
  }

  private static String trace(long seed) {
    Simulation simulation = new Simulation(seed, true, InjectedBug.NONE);
    simulation.run();
    return simulation.toString();
  }

  private static AssertionError run(long seed, InjectedBug bug, boolean traced) {
    Simulation simulation = new Simulation(seed, traced, bug);
    try {
      simulation.run();
      return null;
    } catch (AssertionError failure) {
      return traced
          ? new AssertionError(failure.getMessage() + "\n" + simulation, failure)
          : failure;
    }
  }

  private static AssertionError reproduced(long seed, AssertionError failure) {
    AssertionError traced = run(seed, InjectedBug.NONE, true);
    String what =
        traced == null
            ? "not reproduced; first seen: " + failure.getMessage()
            : traced.getMessage();
    return new AssertionError(
        "seed " + seed + ": " + what + "\nAgain with -Dsimulation.seed=" + seed, failure);
  }
}
