package io.spillway.analytics.adapter.elastic;

import io.spillway.schemas.documents.IndexedMovements;
import java.time.Duration;

/**
 * What new indices are given.
 *
 * @param movements which stock movements are written to them; noted in the template, where {@code
 *     check} reads which to expect
 */
public record IndexOptions(int replicas, Duration refreshEvery, IndexedMovements movements) {
  IndexOptions refreshedEvery(Duration every) {
    return new IndexOptions(replicas, every, movements);
  }
}
