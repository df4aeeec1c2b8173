package io.spillway.faults.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Which faults come when. Drawn from a seed: every gap or so one begins, at most two are up at a
 * time, and never two of the same target, so that a lost record is always a defect and never what
 * was asked for.
 */
public final class FaultSchedule {
  /** 100 faults in 30 minutes are one each 18 s; starting servers again takes some of it. */
  public static final Duration USUAL_GAP = Duration.ofSeconds(14);

  private static final long LONGEST_HOLD_MILLIS = 10_000;
  private static final int MOST_AT_ONCE = 2;
  // Back in time to be forgotten, so that recovery is not hidden by the next fault.
  private static final long SETTLE_MILLIS = 8_000;

  private FaultSchedule() {}

  public static List<PlannedFault> single(FaultKind kind, long seed) {
    return List.of(new PlannedFault(kind, 0, kind.holdSeconds() * 1_000L, seed));
  }

  /** A random mix that ends within the duration, with such a gap between beginnings on average. */
  public static List<PlannedFault> random(long seed, long durationMillis, Duration gap) {
    long fewest = gap.toMillis() * 3 / 7;
    SplittableRandom random = new SplittableRandom(seed);
    List<PlannedFault> planned = new ArrayList<>();
    long at = 0;
    while (at < durationMillis) {
      PlannedFault drawn = draw(random, at, planned);
      if (drawn.endMillis() <= durationMillis && fits(drawn, planned)) {
        planned.add(drawn);
      }
      at += random.nextLong(fewest, 2 * gap.toMillis() - fewest);
    }
    return List.copyOf(planned);
  }

  private static PlannedFault draw(RandomGenerator random, long at, List<PlannedFault> planned) {
    PlannedFault drawn = draw(random, at);
    // A bounded number of attempts: a gap without a fault is no harm.
    for (int i = 0; i < 20 && !fits(drawn, planned); i++) {
      drawn = draw(random, at);
    }
    return drawn;
  }

  private static PlannedFault draw(RandomGenerator random, long at) {
    FaultKind kind = weighted(random);
    long full = kind.holdSeconds() * 1_000L;
    // A zombie is one only past its session; everything else may be short.
    long hold =
        kind.row() == 5 ? full : random.nextLong(500, Math.min(full, LONGEST_HOLD_MILLIS) + 501);
    return new PlannedFault(kind, at, hold, random.nextLong());
  }

  private static FaultKind weighted(RandomGenerator random) {
    int left = random.nextInt(Arrays.stream(FaultKind.values()).mapToInt(FaultKind::weight).sum());
    for (FaultKind kind : FaultKind.values()) {
      left -= kind.weight();
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights add up to the bound");
  }

  private static boolean fits(PlannedFault drawn, List<PlannedFault> planned) {
    int up = 0;
    for (PlannedFault other : planned) {
      if (other.endMillis() > drawn.startMillis()) {
        up++;
      }
      boolean near = other.endMillis() + SETTLE_MILLIS > drawn.startMillis();
      if (near && other.kind().target() == drawn.kind().target()) {
        return false;
      }
    }
    return up < MOST_AT_ONCE;
  }
}
