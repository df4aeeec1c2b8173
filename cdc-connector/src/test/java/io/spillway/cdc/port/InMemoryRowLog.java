package io.spillway.cdc.port;

import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowToPublish;
import java.util.ArrayList;
import java.util.List;

/** A row log in memory that fails on demand. */
public final class InMemoryRowLog implements RowLog {
  private final List<RowToPublish> rows = new ArrayList<>();
  private final List<RejectedRow> rejected = new ArrayList<>();
  private boolean failing;

  public void failing(boolean fail) {
    failing = fail;
  }

  public List<RowToPublish> rows() {
    return List.copyOf(rows);
  }

  public List<RejectedRow> rejected() {
    return List.copyOf(rejected);
  }

  @Override
  public void append(List<RowToPublish> more, List<RejectedRow> moreRejected) {
    if (failing) {
      throw new RowLogException("down", new IllegalStateException("down"));
    }
    rows.addAll(more);
    rejected.addAll(moreRejected);
  }
}
