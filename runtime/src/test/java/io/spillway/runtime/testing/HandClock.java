package io.spillway.runtime.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved; for tests. One thread moves it, any thread reads it. */
public final class HandClock extends Clock {
  private volatile Instant now;

  /** Stands at noon of some day. */
  public HandClock() {
    this(Instant.parse("2026-11-20T12:00:00Z"));
  }

  public HandClock(Instant now) {
    this.now = now;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
