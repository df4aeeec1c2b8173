package io.spillway.analytics.port;

import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.List;
import java.util.Map;

/** Reads the changed rows from their topics' beginnings, once. Not thread-safe. */
public interface RowReplay extends AutoCloseable {
  /** Reads on until it has passed the ends that the topics have now. */
  void toEnd(Indexer indexer)
      throws IndexUnavailableException, BacklogUnknownException, InterruptedException;

  long rows();

  /** Rows that make no document; the sink has set them aside. */
  long unreadable();

  @Override
  void close();

  /** Takes a batch of rows and answers which the index refuses, by their position. */
  @FunctionalInterface
  interface Indexer {
    /** Indexes all or throws. */
    Map<Integer, String> index(List<RowDocuments> rows)
        throws IndexUnavailableException, InterruptedException;
  }
}
