package io.spillway.operate.core.forget;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table, topic, index or file that was searched.
 *
 * @param store such as {@code kafka}
 * @param place such as a topic
 * @param searched rows, records or documents
 * @param found of them, with something that should be forgotten
 * @param what the names of what was found; empty when nothing was
 * @param where they are, for people; empty when nothing was found
 * @param goneFrom when the place itself will have removed the last of them; null when it never does
 */
public record SearchedPlace(
    String store,
    String place,
    long searched,
    long found,
    Set<String> what,
    String where,
    @Nullable Instant goneFrom) {
  public SearchedPlace {
    what = Set.copyOf(what);
  }

  /** A place that has nothing of it. */
  public static SearchedPlace clean(String store, String place, long searched) {
    return new SearchedPlace(store, place, searched, 0, Set.of(), "", null);
  }

  /** Whether nothing was found, or what was found goes by itself. */
  public boolean ok() {
    return found == 0 || goneFrom != null;
  }
}
