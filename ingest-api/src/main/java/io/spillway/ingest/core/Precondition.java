package io.spillway.ingest.core;

import org.jspecify.annotations.Nullable;

/**
 * What a change asks of the version that there is; each part is null when it was not given.
 *
 * @param ifMatch the product must be there in one of these versions
 * @param ifNoneMatch the product must not be there, or in none of these versions
 */
public record Precondition(@Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch) {
  /** Whatever there is. */
  public static final Precondition NONE = new Precondition(null, null);

  boolean matches(@Nullable Product current) {
    return ifMatch == null || (current != null && ifMatch.matchesStrongly(current.version()));
  }

  boolean noneMatches(@Nullable Product current) {
    return ifNoneMatch == null || current == null || !ifNoneMatch.matches(current.version());
  }
}
