package io.spillway.cdc.port;

import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowToPublish;
import java.util.List;

/** Where rows are published. One thread at a time for each MySQL server. */
public interface RowLog {
  /**
   * Appends rows in their order and sets rejected ones aside; returns once all of them are durable.
   *
   * @throws RowLogException when any may not be; then the whole batch has to come again
   */
  void append(List<RowToPublish> rows, List<RejectedRow> rejected) throws InterruptedException;
}
