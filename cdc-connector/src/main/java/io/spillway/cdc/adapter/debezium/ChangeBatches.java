package io.spillway.cdc.adapter.debezium;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.spillway.cdc.CdcFlow;
import io.spillway.cdc.core.RowChangeInput;
import io.spillway.runtime.failure.Failpoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes an engine's batches, and only then lets their positions be committed. Once cut off it
 * publishes and commits nothing any more, however long the engine takes to end.
 */
record ChangeBatches(CdcFlow flow, EngineMonitor monitor, AtomicBoolean cutOff)
    implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> events,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (events.isEmpty()) {
      return;
    }
    requireOurs();
    monitor.batchStarted();
    List<RowChangeInput> changes = changes(events);
    flow.publish(changes);
    Failpoints.reached(Failpoints.CDC_AFTER_PRODUCE);
    requireOurs();
    // Positions only grow, and all of one server are kept under one key: the last stands for all.
    committer.markProcessed(events.getLast());
    committer.markBatchFinished();
    monitor.batchDone(oldest(changes));
  }

  @Override
  public boolean supportsTombstoneEvents() {
    return false;
  }

  private void requireOurs() {
    if (cutOff.get()) {
      throw new IllegalStateException("this engine was abandoned; another may read its server");
    }
  }

  private static List<RowChangeInput> changes(List<RecordChangeEvent<SourceRecord>> events) {
    List<RowChangeInput> changes = new ArrayList<>(events.size());
    for (RecordChangeEvent<SourceRecord> event : events) {
      RowChangeInput change = SourceRecords.change(event.record());
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static @Nullable Instant oldest(List<RowChangeInput> changes) {
    return changes.isEmpty() ? null : changes.getFirst().origin().committedAt();
  }
}
