package io.spillway.verify;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.footprint.Footprint;
import io.spillway.verify.port.CounterReads;
import io.spillway.verify.port.PipelineIdle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the servers' counters while nothing moves, has orders submitted, and reads them again when
 * nothing moves any more: every record, row and document of theirs is between the two.
 */
public record FootprintFlow(List<CounterReads> counters, PipelineIdle idle, Pause pause) {
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
    List<String> behind = new RestWatch(idle, pause, Progress.silent(), "").await(settle);
    if (!behind.isEmpty()) {
      throw new OperationException(
          String.format(
              Locale.ROOT,
              "the pipeline did not become idle within %s (%s)",
              ProgressText.duration(settle),
              String.join(", ", behind)));
    }
  }
}
