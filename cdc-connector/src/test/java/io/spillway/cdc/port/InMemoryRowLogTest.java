package io.spillway.cdc.port;

import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowToPublish;
import java.util.List;

class InMemoryRowLogTest extends RowLogContract {
  private final InMemoryRowLog log = new InMemoryRowLog();

  @Override
  protected RowLog log() {
    return log;
  }

  @Override
  protected List<String> published(RowToPublish like) {
    return log.rows().stream()
        .filter(row -> row.key().equals(like.key()))
        .map(row -> row.event().id())
        .toList();
  }

  @Override
  protected List<String> causes() {
    return log.rejected().stream().map(RejectedRow::cause).toList();
  }
}
