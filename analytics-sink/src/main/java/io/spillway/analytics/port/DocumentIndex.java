package io.spillway.analytics.port;

import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.document.Document;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.List;

/** Where documents are kept, each in its highest version. Thread-safe. */
public interface DocumentIndex {
  /**
   * Writes documents and answers item by item, in their order. A version that is not higher than
   * the held one is a conflict and changes nothing, so writing again is harmless.
   *
   * @throws IndexUnavailableException when it is not known of every document what became of it;
   *     some may have been written
   */
  List<BulkItemResult> write(List<Document> documents) throws IndexUnavailableException;
}
