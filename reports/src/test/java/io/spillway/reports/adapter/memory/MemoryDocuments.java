package io.spillway.reports.adapter.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Indexed documents, for the readers of this package. Thread-safe. */
public final class MemoryDocuments {
  /** One of them, in its concrete index. */
  public record Stored(String index, Map<String, Object> fields) {}

  private final Map<List<String>, Stored> documents = new LinkedHashMap<>();

  /** Adds a document, or replaces that of the same index and id. */
  public synchronized void put(String index, String id, Map<String, Object> fields) {
    documents.put(List.of(index, id), new Stored(index, Map.copyOf(fields)));
  }

  synchronized Collection<Stored> all() {
    return List.copyOf(documents.values());
  }
}
