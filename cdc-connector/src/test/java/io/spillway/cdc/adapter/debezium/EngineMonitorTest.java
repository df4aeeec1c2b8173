package io.spillway.cdc.adapter.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EngineMonitorTest {
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Duration PROGRESS = Duration.ofSeconds(45);
  private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final EngineProbe.Reading SNAPSHOT = new EngineProbe.Reading(true, false, false);
  private static final EngineProbe.Reading STREAMING = new EngineProbe.Reading(false, false, true);
  private static final EngineProbe.Reading AFTER_SNAPSHOT =
      new EngineProbe.Reading(false, true, true);
  private static final EngineProbe.Reading GONE = new EngineProbe.Reading(false, false, false);

  private final HandClock clock = new HandClock();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final EngineMonitor monitor =
      new EngineMonitor(new CapturedServer(0, "db", 3306, List.of("s0")), clock, PROGRESS, metrics);

  @Test
  void serverOfAnotherInstanceIsWell() {
    assertThat(monitor.health().healthy()).isTrue();
    assertThat(gauge("spillway.cdc.lag.millis")).isZero();
  }

  @Test
  void notReadyUntilConnected() {
    monitor.assigned();
    assertThat(monitor.health().why()).isEqualTo("the engine of mysql-0 at db:3306 is starting");
    monitor.starting(true);
    assertThat(monitor.health().healthy()).isFalse();
    monitor.observed(GONE);
    assertThat(monitor.health().healthy()).isFalse();
    monitor.observed(STREAMING);
    assertThat(monitor.health().healthy()).isTrue();
    assertThat(gauge("spillway.cdc.engine.state")).isEqualTo(3);
  }

  @Test
  void firstSnapshotIsNoAlarm() {
    monitor.starting(false);
    monitor.observed(SNAPSHOT);
    monitor.observed(AFTER_SNAPSHOT);

    assertThat(monitor.health().healthy()).isTrue();
    assertThat(counter("spillway.cdc.resnapshots")).isZero();
  }

  @Test
  void snapshotInSpiteOfAPositionIsOneAlarm() {
    monitor.starting(true);
    monitor.observed(SNAPSHOT);
    assertThat(monitor.health().why()).contains("read again from the start");
    monitor.observed(SNAPSHOT);
    monitor.observed(AFTER_SNAPSHOT);

    assertThat(counter("spillway.cdc.resnapshots")).isEqualTo(1);
    assertThat(counter("spillway.cdc.position.lost")).isEqualTo(1);
    assertThat(monitor.health().healthy()).isTrue();
  }

  @Test
  void addedTablesAreNamedUntilTheyAreReadAndNoPositionIsLost() {
    monitor.assigned();
    monitor.tablesAdded(new TreeSet<>(List.of("s1.orders", "s1.stock")));
    monitor.starting(false);
    monitor.observed(SNAPSHOT);

    assertThat(monitor.health().why())
        .isEqualTo(
            "mysql-0 at db:3306 is read again from the start: the tables [s1.orders, s1.stock] are"
                + " new here");
    assertThat(counter("spillway.cdc.resnapshots")).isEqualTo(1);
    assertThat(counter("spillway.cdc.position.lost")).isZero();
    monitor.observed(AFTER_SNAPSHOT);
    assertThat(monitor.health().healthy()).isTrue();
  }

  @Test
  void snapshotThatWasOverBeforeItWasSeenIsAnAlarmToo() {
    monitor.starting(true);
    monitor.observed(AFTER_SNAPSHOT);

    assertThat(counter("spillway.cdc.resnapshots")).isEqualTo(1);
  }

  @Test
  void failureIsTold() {
    monitor.starting(true);
    monitor.failed("Access denied", 3);

    assertThat(monitor.health().why())
        .isEqualTo("the engine of mysql-0 at db:3306 failed: Access denied (failure 3 in a row)");
    assertThat(counter("spillway.cdc.engine.restarts")).isEqualTo(1);
    monitor.observed(STREAMING);
    assertThat(monitor.state()).isEqualTo(EngineState.FAILED);
  }

  @Test
  void silenceIsUnhealthyAndThenAReasonToRestart() {
    stream();
    clock.pass(Duration.ofSeconds(29));
    assertThat(monitor.health().healthy()).isTrue();
    clock.pass(Duration.ofSeconds(2));
    monitor.observed(STREAMING);
    assertThat(monitor.health().why()).startsWith("no events from mysql-0 at db:3306");
    assertThat(gauge("spillway.cdc.lag.millis")).isEqualTo(31_000);
    assertThat(monitor.reasonToRestart(STALL)).isNull();
    clock.pass(Duration.ofSeconds(30));
    monitor.observed(STREAMING);
    assertThat(monitor.reasonToRestart(STALL)).startsWith("no events since");
    monitor.batchDone(null);
    assertThat(monitor.reasonToRestart(STALL)).isNull();
  }

  @Test
  void lostConnectionIsAReasonToRestart() {
    stream();
    monitor.observed(GONE);
    assertThat(monitor.health().why()).endsWith("is not connected");
    assertThat(monitor.reasonToRestart(STALL)).isNull();
    clock.pass(Duration.ofSeconds(4));
    monitor.observed(GONE);
    assertThat(monitor.reasonToRestart(STALL)).isEqualTo("the connection to the binlog is gone");
  }

  @Test
  void batchThatWaitsForKafkaIsUnhealthyButNoReasonToRestart() {
    stream();
    monitor.batchStarted();
    clock.pass(Duration.ofSeconds(90));
    monitor.watched();
    monitor.observed(STREAMING);

    assertThat(monitor.health().why()).contains("wait for Kafka since");
    assertThat(monitor.reasonToRestart(STALL)).isNull();
  }

  @Test
  void engineThatReadsNothingAlthoughThereIsMoreIsUnhealthyAndThenStartedAnew() {
    stream();
    passHeard(Duration.ofSeconds(50));
    monitor.compared(SERVER + ":1-10", SERVER + ":1-12");
    passHeard(Duration.ofSeconds(45));
    monitor.compared(SERVER + ":1-10", SERVER + ":1-15");
    assertThat(monitor.health().healthy()).isTrue();
    passHeard(Duration.ofSeconds(1));
    assertThat(monitor.health().why())
        .startsWith("the engine of mysql-0 at db:3306 reads nothing since 2026-11-20T12:00:50Z");
    assertThat(monitor.reasonToRestart(STALL)).startsWith("nothing was read since");

    // A new engine gets its time, but is not well before it reads.
    monitor.starting(true);
    monitor.observed(STREAMING);
    passHeard(Duration.ofSeconds(10));
    assertThat(monitor.reasonToRestart(STALL)).isNull();
    assertThat(monitor.health().healthy()).isFalse();
    monitor.compared(SERVER + ":1-11", SERVER + ":1-15");
    assertThat(monitor.health().healthy()).isTrue();
  }

  @Test
  void engineNobodyWatchesOverIsUnhealthy() {
    monitor.assigned();
    monitor.starting(true);
    monitor.observed(STREAMING);
    clock.pass(Duration.ofSeconds(41));
    monitor.batchDone(null);

    assertThat(monitor.health().why()).startsWith("engines not monitored since");
    monitor.watched();
    monitor.observed(STREAMING);
    assertThat(monitor.health().healthy()).isTrue();
  }

  @Test
  void lagIsFromCommitToPublication() {
    stream();
    monitor.batchDone(clock.instant().minusMillis(250));
    assertThat(gauge("spillway.cdc.lag.millis")).isEqualTo(250);
    monitor.batchDone(null);
    assertThat(gauge("spillway.cdc.lag.millis")).isZero();
  }

  private void stream() {
    monitor.assigned();
    monitor.starting(true);
    monitor.observed(STREAMING);
    monitor.batchDone(null);
    assertThat(monitor.heard()).isTrue();
  }

  private void passHeard(Duration time) {
    clock.pass(time);
    monitor.watched();
    monitor.observed(STREAMING);
    monitor.batchDone(null);
  }

  private double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  private double counter(String name) {
    return metrics.get(name).counter().count();
  }
}
