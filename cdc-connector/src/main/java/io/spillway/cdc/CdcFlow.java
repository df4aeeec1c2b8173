package io.spillway.cdc;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.cdc.core.CapturedTable;
import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowChangeInput;
import io.spillway.cdc.core.RowMapping;
import io.spillway.cdc.core.RowToPublish;
import io.spillway.cdc.core.UnmappableRowException;
import io.spillway.cdc.port.RowLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Map a batch of changes, publish it, set aside what cannot be mapped, count. Captured = published
 * + dead-lettered. Thread-safe: each server's engine hands in its own batches.
 */
public final class CdcFlow {
  private final RowMapping mapping;
  private final RowLog log;
  private final Counter batches;
  private final Counter rejected;
  private final Counter captured;
  private final Map<CapturedTable, Counter> published = new EnumMap<>(CapturedTable.class);

  public CdcFlow(RowMapping mapping, RowLog log, MeterRegistry metrics) {
    this.mapping = mapping;
    this.log = log;
    this.batches = metrics.counter("spillway.cdc.batches");
    this.captured = metrics.counter("spillway.cdc.rows.captured");
    this.rejected = metrics.counter("spillway.cdc.rows.rejected");
    for (CapturedTable table : CapturedTable.values()) {
      published.put(
          table, metrics.counter("spillway.cdc.rows.published", "table", table.tableName()));
    }
  }

  /**
   * Publishes changes in their order; returns once all are durable, so that their positions may be
   * committed.
   *
   * @throws io.spillway.cdc.port.RowLogException when some may not be durable
   */
  public void publish(List<RowChangeInput> changes) throws InterruptedException {
    if (changes.isEmpty()) {
      return;
    }
    List<RowToPublish> rows = new ArrayList<>(changes.size());
    List<RejectedRow> unmappable = new ArrayList<>();
    for (RowChangeInput change : changes) {
      try {
        rows.add(mapping.map(change));
      } catch (UnmappableRowException e) {
        unmappable.add(new RejectedRow(change, String.valueOf(e.getMessage())));
      }
    }
    log.append(rows, unmappable);
    count(rows, unmappable);
  }

  private void count(List<RowToPublish> rows, List<RejectedRow> unmappable) {
    Map<CapturedTable, Long> perTable =
        rows.stream().collect(groupingBy(RowToPublish::table, counting()));
    published.forEach((table, counter) -> counter.increment(perTable.getOrDefault(table, 0L)));
    captured.increment(rows.size() + unmappable.size());
    rejected.increment(unmappable.size());
    batches.increment();
  }
}
