package io.spillway.analytics.core.document;

import java.util.Map;

/**
 * A whole document as of one version of its row.
 *
 * @param index the concrete index it belongs to, for ever
 * @param id the row's primary key as text
 * @param version the row's version; the index keeps the highest
 * @param fields texts, whole numbers, truth values, instants, and maps and lists of those; absent
 *     means no value
 */
public record Document(String index, String id, long version, Map<String, Object> fields) {
  /** What a document is known by, whatever its version. */
  public record Key(String index, String id) {}

  public Key key() {
    return new Key(index, id);
  }
}
