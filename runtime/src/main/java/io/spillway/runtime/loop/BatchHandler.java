package io.spillway.runtime.loop;

import java.util.List;

/** The work of a loop. */
@FunctionalInterface
public interface BatchHandler<R> {
  /**
   * Handles records of one lane in arrival order. When it returns, every output must be written and
   * acknowledged: the records' offsets are committed next.
   *
   * <p>Called by one thread per lane, lanes side by side. After a failure the same records, or a
   * part of them, come again, also after a crash: it must be idempotent.
   *
   * @throws Exception judged by the loop's classifier
   */
  void handle(int lane, List<Received<R>> batch) throws Exception;
}
