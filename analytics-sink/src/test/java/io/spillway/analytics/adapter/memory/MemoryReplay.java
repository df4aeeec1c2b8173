package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.port.RowReplay;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.ArrayList;
import java.util.List;

/** A topic of rows; thread-safe for one writer beside the reader. */
public final class MemoryReplay implements RowReplay {
  private static final int BATCH = 100;

  private final List<RowDocuments> topic = new ArrayList<>();
  private int position;

  /** Appends a row. */
  public synchronized void add(RowDocuments row) {
    topic.add(row);
  }

  /** Begins at the beginning again. */
  public synchronized void rewind() {
    position = 0;
  }

  @Override
  public void toEnd(Indexer indexer) throws IndexUnavailableException, InterruptedException {
    int end = end();
    while (position < end) {
      List<RowDocuments> batch = next(end);
      indexer.index(batch);
      position += batch.size();
    }
  }

  private synchronized int end() {
    return topic.size();
  }

  private synchronized List<RowDocuments> next(int end) {
    return List.copyOf(topic.subList(position, Math.min(end, position + BATCH)));
  }

  @Override
  public long rows() {
    return position;
  }

  @Override
  public long unreadable() {
    return 0;
  }

  @Override
  public void close() {}
}
