package io.spillway.analytics.core.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a new generation has what the old one has. */
public final class Drift {
  private Drift() {}

  /**
   * A document as an index holds it.
   *
   * @param contentHash of the row it was made of; empty for documents without one
   */
  public record Held(String index, String id, long version, String contentHash) {}

  /** Why a document is not as it should be; the new one may be newer. */
  public static Optional<String> between(Held old, Optional<Held> fresh) {
    if (fresh.isEmpty()) {
      return Optional.of("missing");
    }
    Held held = fresh.get();
    if (held.version() < old.version()) {
      return Optional.of("version " + held.version() + " instead of " + old.version());
    }
    boolean same = held.contentHash().equals(old.contentHash());
    return held.version() > old.version() || same
        ? Optional.empty()
        : Optional.of("another content of version " + old.version());
  }

  /** Those of a page that differ, in its order; both lists have the same order. */
  public static List<Held> among(List<Held> old, List<Optional<Held>> fresh) {
    List<Held> differing = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      if (between(old.get(i), fresh.get(i)).isPresent()) {
        differing.add(old.get(i));
      }
    }
    return differing;
  }
}
