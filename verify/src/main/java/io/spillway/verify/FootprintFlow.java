package io.spillway.verify;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.footprint.Footprint;
import io.spillway.verify.port.CounterReads;
import io.spillway.verify.port.PipelineIdle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the servers' counters while nothing moves, has orders submitted, and reads them again when
 * nothing moves any more: every record, row and document of theirs is between the two.
 */
public final class FootprintFlow {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final List<CounterReads> counters;
  private final PipelineIdle idle;
  private final Pause pause;

  /** A flow over the counters of a pipeline. */
  public FootprintFlow(List<CounterReads> counters, PipelineIdle idle, Pause pause) {
    this.counters = List.copyOf(counters);
    this.idle = idle;
    this.pause = pause;
  }

  /** Submits orders. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    /** Answers how many were accepted. */
    long submit() throws E;
  }

  /**
   * Counts what the work causes; nothing else may use the servers meanwhile.
   *
   * @param settle how long to wait for rest, before and after
   * @throws OperationException when the pipeline goes on moving
   */
  public <E extends Exception> Footprint of(Work<E> work, Duration settle)
      throws E, UnavailableException, InterruptedException {
    awaitRest(settle);
    Map<String, Long> before = read();
    long orders = work.submit();
    awaitRest(settle);
    return Footprint.of(orders, before, read());
  }

  private Map<String, Long> read() throws UnavailableException, InterruptedException {
    Map<String, Long> all = new HashMap<>();
    for (CounterReads each : counters) {
      all.putAll(each.read());
    }
    return all;
  }

  private void awaitRest(Duration settle) throws UnavailableException, InterruptedException {
    Duration start = pause.now();
    Duration still = start;
    Map<String, Long> ends = idle.ends();
    while (pause.now().minus(still).compareTo(QUIET) < 0 || !idle.lagging().isEmpty()) {
      if (pause.now().minus(start).compareTo(settle) >= 0) {
        throw new OperationException(
            "the pipeline did not become idle within " + ProgressText.duration(settle));
      }
      pause.sleep(POLL);
      Map<String, Long> later = idle.ends();
      if (!later.equals(ends)) {
        still = pause.now();
      }
      ends = later;
    }
  }
}
