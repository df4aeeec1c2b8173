package io.spillway.order.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An immutable, ordered set of inventory groups, so that the same state always decides the same.
 */
public final class PartitionSet implements Iterable<Integer> {
  private static final PartitionSet NONE = new PartitionSet(Collections.emptySortedSet());

  private final SortedSet<Integer> numbers;

  private PartitionSet(SortedSet<Integer> numbers) {
    this.numbers = numbers;
  }

  /** No group. */
  public static PartitionSet none() {
    return NONE;
  }

  /** The given groups, each once. */
  public static PartitionSet of(Collection<Integer> numbers) {
    return numbers.isEmpty() ? NONE : new PartitionSet(new TreeSet<>(numbers));
  }

  /** Whether the group is one of these. */
  public boolean has(int group) {
    return numbers.contains(group);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** These and one more. */
  public PartitionSet with(int group) {
    SortedSet<Integer> more = new TreeSet<>(numbers);
    more.add(group);
    return of(more);
  }

  /** These without one. */
  public PartitionSet without(int group) {
    SortedSet<Integer> fewer = new TreeSet<>(numbers);
    fewer.remove(group);
    return of(fewer);
  }

  /** These and others. */
  public PartitionSet and(PartitionSet others) {
    SortedSet<Integer> all = new TreeSet<>(numbers);
    all.addAll(others.numbers);
    return of(all);
  }

  /** The numbers, ascending. */
  public Collection<Integer> numbers() {
    return Collections.unmodifiableSortedSet(numbers);
  }

  @Override
  public Iterator<Integer> iterator() {
    return numbers().iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionSet groups && numbers.equals(groups.numbers);
  }

  @Override
  public int hashCode() {
    return numbers.hashCode();
  }

  @Override
  public String toString() {
    return numbers.toString();
  }
}
