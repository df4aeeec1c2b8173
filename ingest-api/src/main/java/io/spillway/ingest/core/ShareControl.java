package io.spillway.ingest.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says how many orders per second each tenant may send so that no order waits in the intake much
 * longer than a bound. Shares hold from when orders wait longer until all tenants together have
 * asked for less than is taken for a while. What the saga takes is measured; while it takes
 * nothing, the last measure stands, so that an outage of what follows refuses nobody's usual rate.
 * For one thread.
 */
public final class ShareControl {
  private static final double SMOOTHING = 0.3;
  private static final double LEAST_FACTOR = 0.25;

  /** While few orders wait, to find out whether more could be taken. */
  private static final double PROBE_FACTOR = 1.25;

  /**
   * What is taken is measured over. The saga's offsets move with its transactions, in steps, so a
   * shorter time would take one step for a rate.
   */
  private static final Duration WINDOW = Duration.ofMillis(1_500);

  private static final Duration CALM = Duration.ofSeconds(10);

  /**
   * So few that wait are nobody's flood, however little is taken: it is not known how much could
   * be.
   */
  private static final int FEW = 100;

  private final double boundSeconds;
  private final ToIntFunction<String> weight;
  private final Map<String, Double> demands = new HashMap<>();
  private final Deque<IntakeProgress> steps = new ArrayDeque<>();
  private @Nullable IntakeProgress last;
  private double capacity;
  private double ownPart = 1;
  private boolean sharing;
  private Duration calm = Duration.ZERO;

  /**
   * Control of the backlog's wait.
   *
   * @param bound that orders may wait
   * @param weight of a tenant, at least 1
   */
  public ShareControl(Duration bound, ToIntFunction<String> weight) {
    this.boundSeconds = bound.toNanos() / 1e9;
    this.weight = weight;
  }

  /**
   * Orders per second of a tenant of weight 1; infinite while nothing is shared.
   *
   * @param offered orders of each tenant since the last observation, refused ones included
   * @param accepted by this instance since then
   */
  public double observe(IntakeProgress now, Map<String, Long> offered, long accepted) {
    IntakeProgress before = last;
    last = now;
    if (before == null || !now.at().isAfter(before.at()) || now.appended() < before.appended()) {
      steps.clear();
      return Double.POSITIVE_INFINITY;
    }
    Duration passed = Duration.between(before.at(), now.at());
    double seconds = passed.toNanos() / 1e9;
    if (now.taken() > before.taken()) {
      measure(now);
    }
    long appended = now.appended() - before.appended();
    if (appended > 0) {
      ownPart = smooth(ownPart, Math.min(1, (double) accepted / appended));
    }
    double asked = remember(offered, seconds);
    double wait = capacity == 0 ? 0 : now.backlog() / capacity;
    decide(now.backlog(), wait, asked, passed);
    return sharing
        ? FairShare.level(capacity * ownPart * factor(wait), demands, weight)
        : Double.POSITIVE_INFINITY;
  }

  /** From step to step, so that a whole one is set against the whole time that it took. */
  private void measure(IntakeProgress now) {
    while (!steps.isEmpty()
        && Duration.between(steps.element().at(), now.at()).compareTo(WINDOW) > 0) {
      steps.remove();
    }
    IntakeProgress first = steps.peek();
    steps.add(now);
    if (first == null) {
      return;
    }
    double taken =
        (now.taken() - first.taken()) / (Duration.between(first.at(), now.at()).toNanos() / 1e9);
    double least = capacity * boundSeconds / 4;
    if (taken > capacity) {
      // At once: too high a measure costs a moment's wait, too low a one refuses what could be
      // taken.
      capacity = taken;
    } else if (steps.stream().allMatch(each -> each.backlog() > least)) {
      capacity = smooth(capacity, taken);
    }
  }

  private double remember(Map<String, Long> offered, double seconds) {
    offered.keySet().forEach(tenant -> demands.putIfAbsent(tenant, 0.0));
    demands.replaceAll(
        (tenant, known) -> smooth(known, offered.getOrDefault(tenant, 0L) / seconds));
    demands.values().removeIf(demand -> demand < 0.01);
    return demands.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private void decide(long backlog, double wait, double asked, Duration passed) {
    boolean flood = backlog > FEW && wait > boundSeconds;
    boolean quiet = !flood && asked <= capacity * ownPart * factor(wait);
    calm = quiet ? calm.plus(passed) : Duration.ZERO;
    sharing = flood || (sharing && calm.compareTo(CALM) < 0);
  }

  /** What is divided, as a part of what is taken: all of it when orders wait half the bound. */
  private double factor(double wait) {
    double target = boundSeconds / 2;
    return wait > target
        ? Math.max(LEAST_FACTOR, target / wait)
        : PROBE_FACTOR - (PROBE_FACTOR - 1) * wait / target;
  }

  private static double smooth(double known, double measured) {
    return known + SMOOTHING * (measured - known);
  }
}
