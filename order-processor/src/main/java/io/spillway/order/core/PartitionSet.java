package io.spillway.order.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An immutable set of inventory groups, so that the same state always decides the same.
 *
 * @param numbers ascending
 */
public record PartitionSet(SortedSet<Integer> numbers) implements Iterable<Integer> {
  private static final PartitionSet NONE = new PartitionSet(Collections.emptySortedSet());

  public PartitionSet {
    numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
  }

  public static PartitionSet none() {
    return NONE;
  }

  public static PartitionSet of(Collection<Integer> numbers) {
    return numbers.isEmpty() ? NONE : new PartitionSet(new TreeSet<>(numbers));
  }

  public boolean has(int group) {
    return numbers.contains(group);
  }

  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  public PartitionSet with(int group) {
    return and(of(List.of(group)));
  }

  public PartitionSet without(int group) {
    SortedSet<Integer> fewer = new TreeSet<>(numbers);
    fewer.remove(group);
    return of(fewer);
  }

  public PartitionSet and(PartitionSet others) {
    SortedSet<Integer> all = new TreeSet<>(numbers);
    all.addAll(others.numbers);
    return of(all);
  }

  @Override
  public Iterator<Integer> iterator() {
    return numbers.iterator();
  }
}
