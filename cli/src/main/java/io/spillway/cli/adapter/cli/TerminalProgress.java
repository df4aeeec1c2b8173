package io.spillway.cli.adapter.cli;

import io.spillway.operate.core.RecentRate;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Progress as a bar that moves on a terminal, and as a line every few seconds elsewhere. */
public final class TerminalProgress implements Progress {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration LINE = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean moving;
  private final LongSupplier nanos;
  private @Nullable Shown current;

  /** {@code nanos} is a clock such as {@code System::nanoTime}. */
  public TerminalProgress(PrintStream err, boolean isTerminal, LongSupplier nanos) {
    this.err = err;
    this.moving = isTerminal;
    this.nanos = nanos;
  }

  @Override
  public synchronized void say(String text) {
    if (current != null && moving) {
      err.print(CLEAR_LINE);
      err.println(text);
      err.print(current.bar());
      err.flush();
    } else {
      err.println(text);
    }
  }

  @Override
  public synchronized Meter meter(String what, long total) {
    Shown meter = new Shown(what, total);
    current = meter;
    return meter;
  }

  private final class Shown implements Meter {
    private final String what;
    private final long total;
    private final long start = nanos.getAsLong();
    private final RecentRate rate = new RecentRate();
    private final RecentRate behindRate = new RecentRate();
    private long lastShown = start;
    private long done;
    private Map<String, Long> behind = Map.of();
    private String reason = "";

    private Shown(String what, long total) {
      this.what = what;
      this.total = total;
      rate.at(elapsed(), 0);
    }

    @Override
    public void at(long count) {
      synchronized (TerminalProgress.this) {
        // Several senders report; the count never goes back.
        reason = "";
        done = Math.max(done, count);
        rate.at(elapsed(), done);
        show();
      }
    }

    @Override
    public void behind(Map<String, Long> records) {
      synchronized (TerminalProgress.this) {
        behind = new LinkedHashMap<>(records);
        behindRate.at(elapsed(), records.values().stream().mapToLong(Long::longValue).sum());
      }
    }

    @Override
    public void waitingFor(String text) {
      synchronized (TerminalProgress.this) {
        reason = text;
        rate.at(elapsed(), done);
        show();
      }
    }

    @Override
    public void close() {
      synchronized (TerminalProgress.this) {
        current = null;
        err.print(moving ? CLEAR_LINE : "");
        err.println(ProgressText.line(what, done, total, elapsed()));
      }
    }

    private void show() {
      long now = nanos.getAsLong();
      if (now - lastShown >= (moving ? REDRAW : LINE).toNanos()) {
        lastShown = now;
        if (moving) {
          err.print(CLEAR_LINE + bar());
          err.flush();
        } else {
          err.println(ProgressText.line(what, done, total, elapsed(), rate.perSecond(), waiting()));
        }
      }
    }

    private String bar() {
      return ProgressText.bar(what, done, total, elapsed(), rate.perSecond(), waiting());
    }

    private String waiting() {
      return reason.isEmpty() ? ProgressText.behind(behind, -behindRate.perSecond()) : reason;
    }

    private Duration elapsed() {
      return Duration.ofNanos(nanos.getAsLong() - start);
    }
  }
}
