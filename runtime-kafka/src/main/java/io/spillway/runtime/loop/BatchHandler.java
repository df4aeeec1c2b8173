package io.spillway.runtime.loop;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The work of a loop. */
@FunctionalInterface
public interface BatchHandler<R> {
  /**
   * Handles the messages of one worker's records in arrival order. When it returns, every output
   * must be written and acknowledged: the records' offsets are committed next.
   *
   * <p>Called by one thread per worker, workers side by side. After a failure the same records, or
   * a part of them, come again, also after a crash: it must be idempotent.
   *
   * @throws RejectedRecordsException when all but the records it names are handled
   * @throws Exception judged by the loop's classifier
   */
  void handle(int worker, List<R> batch) throws Exception;

  /**
   * Says that the batch is handled but for some records, which are known: the loop sets these aside
   * without halving the batch to find them.
   */
  final class RejectedRecordsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, String> reasons;

    /** The reasons by position in the batch; everything else of the batch must be durable. */
    public RejectedRecordsException(Map<Integer, String> reasons) {
      super(reasons.size() + " records of the batch were rejected");
      this.reasons = new TreeMap<>(reasons);
    }

    Map<Integer, String> reasons() {
      return reasons;
    }
  }
}
