package io.spillway.runtime.failure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One armed place: acts when it is reached for the given time, once. Thread-safe. */
final class Failpoint {
  private static final Pattern SPELLING = Pattern.compile("([a-z][a-z.-]*):kill@([1-9][0-9]{0,8})");
  // As a shell tells of a process that was killed by SIGKILL.
  private static final int KILLED = 137;

  private final String site;
  private final long actAt;
  private final Runnable action;
  private final AtomicLong reached = new AtomicLong();

  private Failpoint(String site, long actAt, Runnable action) {
    this.site = site;
    this.actAt = actAt;
    this.action = action;
  }

  /** What this process was told at its start; null, which is the rule, when nothing. */
  static @Nullable Failpoint ofProcess() {
    String told =
        Objects.requireNonNullElseGet(
            System.getProperty("spillway.failpoint"),
            () -> Objects.requireNonNullElse(System.getenv("SPILLWAY_FAILPOINT"), ""));
    if (told.isEmpty()) {
      return null;
    }
    Failpoint armed = parse(told, () -> Runtime.getRuntime().halt(KILLED));
    LoggerFactory.getLogger(Failpoint.class)
        .atWarn()
        .addKeyValue("failpoint", told)
        .log("Armed: this process will end itself");
    return armed;
  }

  /**
   * Reads {@code SITE:kill@N}.
   *
   * @throws IllegalArgumentException naming the value and what is expected
   */
  static Failpoint parse(String told, Runnable action) {
    Matcher matcher = SPELLING.matcher(told);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "spillway.failpoint = '"
              + told
              + "': expected SITE:kill@N, such as sink.after-bulk:kill@3");
    }
    return new Failpoint(matcher.group(1), Long.parseLong(matcher.group(2)), action);
  }

  void reached(String where) {
    if (where.equals(site) && reached.incrementAndGet() == actAt) {
      action.run();
    }
  }
}
