package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pipeline of a known capacity, four observations a second, and tenants that want to send. */
class ShareControlTest {
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final double STEP = 0.25;

  private final ShareControl control =
      new ShareControl(BOUND, tenant -> tenant.equals("heavy") ? 3 : 1);
  private final Map<String, Double> wanted = new LinkedHashMap<>();
  private final Map<String, Double> sent = new LinkedHashMap<>();
  private Instant now = Instant.EPOCH;
  private double capacity = 1_000;
  private double appended;
  private double taken;
  private double level = Double.POSITIVE_INFINITY;
  private int otherInstances;
  private double toldLate;
  private @Nullable Random commits;
  private double told;

  @Test
  void whoeverAsksForLessThanThereIsIsNeverLimited() {
    wanted.put("a", 500.0);
    wanted.put("b", 400.0);
    for (int i = 0; i < 400; i++) {
      step();
      assertThat(level).isInfinite();
    }
  }

  /** What is taken is only what is asked for, and is told late; so orders seem to wait. */
  @Test
  void fewOrdersThatSeemToWaitAreNoFlood() {
    toldLate = 15;
    wanted.put("a", 10.0);
    for (int i = 0; i < 400; i++) {
      step();
      assertThat(level).isInfinite();
    }
  }

  @Test
  void aFloodIsHeldToWhatIsLeftAndOrdersWaitNoLongerThanTheBound() {
    wanted.put("quiet", 50.0);
    wanted.put("noisy", 300.0);
    run(20);
    wanted.put("noisy", 10_000.0);
    run(30);
    for (int i = 0; i < 400; i++) {
      step();
      assertThat(level).as("share").isGreaterThan(500).isFinite();
      assertThat(waiting()).as("seconds that orders wait").isLessThan(1.3);
    }
    assertThat(sent.get("quiet")).isEqualTo(50.0);
    assertThat(taken(100)).as("nothing of the capacity is lost").isGreaterThan(0.95 * capacity);
  }

  /** Its offsets move with its transactions, which end at uneven times. */
  @Test
  void aSagaThatCommitsInBurstsIsNotTakenForAFasterOne() {
    commits = new Random(7);
    wanted.put("quiet", 50.0);
    wanted.put("noisy", 10_000.0);
    run(30);
    for (int i = 0; i < 400; i++) {
      step();
      assertThat(waiting()).as("seconds that orders wait").isLessThan(1.6);
    }
    assertThat(taken(100)).as("little of the capacity is lost").isGreaterThan(0.8 * capacity);
  }

  @Test
  void sharesEndOnceTheFloodIsOver() {
    wanted.put("noisy", 10_000.0);
    run(60);
    assertThat(level).isFinite();
    wanted.put("noisy", 100.0);
    run(30);
    assertThat(level).isInfinite();
  }

  @Test
  void weightsDivideTheCapacity() {
    wanted.put("heavy", 10_000.0);
    wanted.put("light", 10_000.0);
    run(60);
    assertThat(sent.get("heavy") / sent.get("light")).isBetween(2.9, 3.1);
  }

  @Test
  void anOutageBehindTheIntakeRefusesNobodysUsualRate() {
    wanted.put("a", 300.0);
    run(30);
    capacity = 0;
    run(120);
    assertThat(sent.get("a")).as("sent while nothing is taken").isGreaterThan(70.0);
  }

  @Test
  void moreCapacityIsFound() {
    wanted.put("noisy", 10_000.0);
    run(60);
    capacity = 3_000;
    run(60);
    assertThat(taken(20)).isGreaterThan(2_700);
  }

  @Test
  void anInstanceDividesItsPartOnly() {
    otherInstances = 3;
    wanted.put("noisy", 10_000.0);
    run(120);
    assertThat(sent.get("noisy")).isBetween(150.0, 350.0);
  }

  private void run(double seconds) {
    for (double passed = 0; passed < seconds; passed += STEP) {
      step();
    }
  }

  private double taken(double seconds) {
    double before = taken;
    run(seconds);
    return (taken - before) / seconds;
  }

  private double waiting() {
    return (appended - taken) / capacity;
  }

  private void step() {
    Map<String, Long> offered = new LinkedHashMap<>();
    double accepted = 0;
    for (Map.Entry<String, Double> each : wanted.entrySet()) {
      double share = level * (each.getKey().equals("heavy") ? 3 : 1);
      double rate = Math.min(each.getValue(), share);
      sent.put(each.getKey(), rate);
      accepted += rate * STEP;
      offered.put(each.getKey(), Math.round(each.getValue() * STEP));
    }
    appended += accepted * (1 + otherInstances);
    taken = Math.min(appended, taken + capacity * STEP);
    if (commits == null || commits.nextInt(3) == 0) {
      told = Math.max(0, taken - toldLate);
    }
    now = now.plusMillis(Math.round(STEP * 1_000));
    level =
        control.observe(
            new IntakeProgress(now, Math.round(appended), Math.round(told)),
            offered,
            Math.round(accepted));
  }
}
