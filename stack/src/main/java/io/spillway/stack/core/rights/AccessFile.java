package io.spillway.stack.core.rights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who shall have which rights, as one file or several say. Immutable.
 *
 * @param sections what the file says of each principal, which may be nothing
 */
public record AccessFile(Map<String, List<AccessEntry>> sections) {
  public AccessFile {
    Map<String, List<AccessEntry>> copy = new LinkedHashMap<>();
    sections.forEach((principal, entries) -> copy.put(principal, List.copyOf(entries)));
    sections = Collections.unmodifiableMap(copy);
  }

  /** This file, but what another one says of a principal in place of what is here of it. */
  public AccessFile overriddenBy(AccessFile other) {
    Map<String, List<AccessEntry>> both = new LinkedHashMap<>(sections);
    both.putAll(other.sections);
    return new AccessFile(both);
  }

  public List<AccessEntry> entries() {
    List<AccessEntry> all = new ArrayList<>();
    sections.values().forEach(all::addAll);
    return all;
  }

  /** All rights, with {@link Right#SHARD} where the shards are not known. */
  public SortedSet<Right> rights() {
    return rights(_ -> true);
  }

  /** Those of services: what the pipeline cannot run without. */
  public SortedSet<Right> rightsOfServices() {
    return rights(entry -> !entry.team());
  }

  /** Those of one principal on one plane. */
  public SortedSet<Right> rights(String principal, Plane plane) {
    return rights(
        entry -> entry.right().principal().equals(principal) && entry.right().plane() == plane);
  }

  /** The names of the teams that have some right. */
  public Set<String> teams() {
    return entries().stream()
        .filter(AccessEntry::team)
        .map(entry -> entry.right().principal())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SortedSet<Right> rights(Predicate<AccessEntry> which) {
    return entries().stream()
        .filter(which)
        .map(AccessEntry::right)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
