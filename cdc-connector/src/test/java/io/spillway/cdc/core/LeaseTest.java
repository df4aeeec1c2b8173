package io.spillway.cdc.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Lease lease = new Lease(Duration.ofSeconds(8), nanos::get);

  @Test
  void itIsHeldWhileTheProcessIsAwake() {
    for (int i = 0; i < 100; i++) {
      pass(1);
      lease.tick();
      assertThat(lease.isHeld()).isTrue();
    }
  }

  @Test
  void standingStillLosesItForWhoeverLooksFirst() {
    pass(8);
    assertThat(lease.isHeld()).isFalse();
    lease.tick();
    assertThat(lease.isHeld()).as("also after waking up").isFalse();
  }

  @Test
  void tickingLateLosesItToo() {
    pass(9);
    lease.tick();
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void joiningAnewGivesItBack() {
    pass(9);
    lease.tick();
    lease.joined();
    assertThat(lease.isHeld()).isTrue();
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
