package io.spillway.analytics;

import io.spillway.analytics.core.backlog.StageBacklog;
import io.spillway.analytics.core.backlog.StageDocuments;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.port.BacklogUnknownException;
import io.spillway.analytics.port.Backlogs;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Samples of what waits before each stage, as documents. A sample that cannot be taken or kept is
 * lost: the next one tells as much. Not thread-safe.
 */
public final class BacklogFlow {
  /** The stage whose delay is measured here. */
  static final String OWN_STAGE = "analytics-sink";

  private final Backlogs backlogs;
  private final DocumentIndex index;
  private final LongSupplier delayMillis;
  private Map<String, StageBacklog> before = Map.of();

  /**
   * The flow from brokers to index.
   *
   * @param delayMillis the longest that a row took to its documents since it was asked last
   */
  public BacklogFlow(Backlogs backlogs, DocumentIndex index, LongSupplier delayMillis) {
    this.backlogs = backlogs;
    this.index = index;
    this.delayMillis = delayMillis;
  }

  /**
   * Takes one sample.
   *
   * @return what waits before this service
   */
  public long sample()
      throws BacklogUnknownException, IndexUnavailableException, InterruptedException {
    List<StageBacklog> stages = backlogs.read();
    long delay = delayMillis.getAsLong();
    List<Document> documents = new ArrayList<>();
    Map<String, StageBacklog> now = new HashMap<>();
    for (StageBacklog stage : stages) {
      boolean own = stage.stage().equals(OWN_STAGE);
      documents.add(StageDocuments.of(stage, before.get(stage.stage()), own ? delay : null));
      now.put(stage.stage(), stage);
    }
    before = now;
    if (!documents.isEmpty()) {
      index.write(documents);
    }
    StageBacklog own = now.get(OWN_STAGE);
    return own == null ? 0 : own.waiting();
  }
}
