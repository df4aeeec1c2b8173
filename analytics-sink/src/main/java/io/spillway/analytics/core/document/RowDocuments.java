package io.spillway.analytics.core.document;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one changed row.
 *
 * @param documents none for a tombstone, as the product deletes no row, so a document that was
 *     written stays; and none for a stock movement that is not indexed
 * @param committedAt when the row was committed; null when that says nothing about the delay, as
 *     for a tombstone or a row read in a snapshot
 */
public record RowDocuments(List<Document> documents, @Nullable Instant committedAt) {
  public static final RowDocuments NONE = new RowDocuments(List.of(), null);

  public RowDocuments {
    documents = List.copyOf(documents);
  }
}
