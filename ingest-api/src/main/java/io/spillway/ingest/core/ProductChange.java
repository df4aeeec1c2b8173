package io.spillway.ingest.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What putting a product comes to. */
public sealed interface ProductChange {
  /** There was none; this one is to be written. */
  record Created(Product product) implements ProductChange {}

  /** This one is to be written in the place of its last version. */
  record Replaced(Product product) implements ProductChange {}

  /** The product says this already; nothing is to be written. */
  record Unchanged(Product product) implements ProductChange {}

  /** The precondition does not hold; null when there is no product. */
  record Refused(@Nullable Product current) implements ProductChange {}

  /** The tenant has as many products as it may store, and there is none to replace. */
  record Full(long limit) implements ProductChange {}

  /**
   * Decides. What is there already is no change, even if another version was to match: then the
   * same request came before and its answer was lost (RFC 9110, 13.1.1).
   */
  static ProductChange decide(
      ProductKey key,
      @Nullable Product current,
      ProductContent content,
      Precondition precondition,
      Instant now) {
    if (!precondition.noneMatches(current)) {
      return new Refused(current);
    }
    if (current != null && current.content().equals(content)) {
      return new Unchanged(current);
    }
    if (!precondition.matches(current)) {
      return new Refused(current);
    }
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    if (current == null) {
      return new Created(new Product(key, content, 1, at, at));
    }
    Instant updatedAt = at.isBefore(current.updatedAt()) ? current.updatedAt() : at;
    return new Replaced(
        new Product(key, content, current.version() + 1, current.createdAt(), updatedAt));
  }
}
