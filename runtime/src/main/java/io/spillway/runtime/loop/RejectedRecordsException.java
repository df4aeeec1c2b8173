package io.spillway.runtime.loop;

import java.util.Map;
import java.util.TreeMap;

/**
 * Thrown by a handler that has handled its batch but for some records, and knows which: the loop
 * sets these aside without halving the batch to find them.
 */
public final class RejectedRecordsException extends Exception {
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
