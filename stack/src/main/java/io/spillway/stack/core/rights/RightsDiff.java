package io.spillway.stack.core.rights;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How the rights that somebody has differ from those that he shall have. Immutable.
 *
 * @param missing to be given
 * @param extra to be taken away
 */
public record RightsDiff(SortedSet<Right> missing, SortedSet<Right> extra) {
  public RightsDiff {
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    extra = Collections.unmodifiableSortedSet(new TreeSet<>(extra));
  }

  /** What is part of a wanted whole is not extra: MySQL lists all rights of an administrator. */
  public static RightsDiff between(Collection<Right> wanted, Collection<Right> actual) {
    SortedSet<Right> missing = new TreeSet<>(wanted);
    missing.removeAll(actual);
    SortedSet<Right> extra = new TreeSet<>(actual);
    extra.removeAll(wanted);
    for (Right whole : wanted) {
      if (whole.action().equals(Right.ALL)) {
        extra.removeIf(whole::covers);
      }
    }
    return new RightsDiff(missing, extra);
  }

  /** The part of it that is about some rights. */
  public RightsDiff only(Predicate<Right> part) {
    SortedSet<Right> some = new TreeSet<>(missing);
    some.removeIf(part.negate());
    SortedSet<Right> others = new TreeSet<>(extra);
    others.removeIf(part.negate());
    return new RightsDiff(some, others);
  }

  public boolean isEmpty() {
    return missing.isEmpty() && extra.isEmpty();
  }

  /** How many rights differ. */
  public int size() {
    return missing.size() + extra.size();
  }
}
