package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.AnalyticsFlow;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.BatchHandler;
import io.spillway.runtime.loop.HandlerFailures;
import java.util.List;
import java.util.Map;

/**
 * A batch of rows into the index. The index names each row it refuses, so the loop sets these aside
 * without halving the batch to look for them.
 */
public final class RowIndexer implements BatchHandler<RowDocuments> {
  /** An index that is away is waited for, for ever; the rest is judged as in every loop. */
  public static final FailureClassifier FAILURES =
      new HandlerFailures().knowing(IndexUnavailableException.class, FailureKind.TRANSIENT);

  private final AnalyticsFlow flow;

  /** Indexes through the flow. */
  public RowIndexer(AnalyticsFlow flow) {
    this.flow = flow;
  }

  @Override
  public void handle(int worker, List<RowDocuments> batch) throws Exception {
    Map<Integer, String> refused = flow.index(batch);
    if (!refused.isEmpty()) {
      throw new RejectedRecordsException(refused);
    }
    Failpoints.reached(Failpoints.SINK_AFTER_BULK);
  }
}
