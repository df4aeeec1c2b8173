package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An index in memory that can be told to misbehave. Refuses a text where a number belongs. */
public final class MemoryIndex implements DocumentIndex {
  private static final Set<String> NUMBERS = Set.of("available", "totalAmount", "quantity");

  private final Map<Document.Key, Document> documents = new HashMap<>();
  private final Set<String> busyOnceFor = new HashSet<>();
  private final Deque<Integer> requestSizes = new ArrayDeque<>();
  private final MemoryDocuments readable = new MemoryDocuments();
  private int outages;

  @Override
  public synchronized List<BulkItemResult> write(List<Document> written)
      throws IndexUnavailableException {
    requestSizes.add(written.size());
    if (outages > 0) {
      outages--;
      throw new IndexUnavailableException("out of order");
    }
    List<BulkItemResult> results = new ArrayList<>();
    for (Document document : written) {
      results.add(write(document));
    }
    return results;
  }

  private BulkItemResult write(Document document) {
    if (busyOnceFor.remove(document.id())) {
      return new BulkItemResult(429, "es_rejected_execution_exception", "busy");
    }
    for (String field : NUMBERS) {
      if (document.fields().get(field) instanceof String) {
        return new BulkItemResult(
            400, "document_parsing_exception", "[" + field + "] is no number");
      }
    }
    Document held = documents.get(document.key());
    if (held != null && held.version() >= document.version()) {
      return BulkItemResult.conflict(held.version(), document.version());
    }
    documents.put(document.key(), document);
    readable.put(document.index(), document.id(), document.fields());
    return held == null ? BulkItemResult.CREATED : BulkItemResult.UPDATED;
  }

  /** Fails the next requests as a whole. */
  public synchronized void failNext(int requests) {
    outages = requests;
  }

  /** Answers 429 to the next writing of a document. */
  public synchronized void busyOnceFor(String id) {
    busyOnceFor.add(id);
  }

  /** How many documents each request had, the oldest first. */
  public synchronized List<Integer> requestSizes() {
    return List.copyOf(requestSizes);
  }

  /** The held document, or null. */
  public synchronized @Nullable Document get(String index, String id) {
    return documents.get(new Document.Key(index, id));
  }

  /** What reports read. */
  public MemoryDocuments readable() {
    return readable;
  }
}
