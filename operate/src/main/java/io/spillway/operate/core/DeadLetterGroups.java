package io.spillway.operate.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Dead letters counted by topic, source and cause. Pure. */
public final class DeadLetterGroups {
  private DeadLetterGroups() {}

  /**
   * Letters that failed alike.
   *
   * @param open neither redriven nor discarded
   * @param oldestOffset of the first one in the dead-letter topic
   */
  public record Group(
      String topic,
      String source,
      String cause,
      long count,
      long open,
      Instant first,
      Instant last,
      long oldestOffset) {}

  private record GroupKey(String topic, String source, String cause) {}

  /** The groups by topic, those with most open letters first. */
  public static List<Group> of(
      Collection<DeadLetter> letters, Map<DeadLetterId, Disposition> settled) {
    Map<GroupKey, Group> groups =
        new TreeMap<>(
            Comparator.comparing(GroupKey::topic)
                .thenComparing(GroupKey::source)
                .thenComparing(GroupKey::cause));
    for (DeadLetter letter : letters) {
      GroupKey key =
          new GroupKey(letter.id().topic(), letter.sourceTopic(), letter.normalisedCause());
      groups.merge(
          key, single(key, letter, settled.containsKey(letter.id())), DeadLetterGroups::sum);
    }
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(
        Comparator.comparing(Group::topic)
            .thenComparing(Comparator.comparingLong(Group::open).reversed()));
    return sorted;
  }

  private static Group single(GroupKey key, DeadLetter letter, boolean settled) {
    return new Group(
        key.topic(),
        key.source(),
        key.cause(),
        1,
        settled ? 0 : 1,
        letter.at(),
        letter.at(),
        letter.id().offset());
  }

  private static Group sum(Group a, Group b) {
    return new Group(
        a.topic(),
        a.source(),
        a.cause(),
        a.count() + b.count(),
        a.open() + b.open(),
        a.first().isBefore(b.first()) ? a.first() : b.first(),
        a.last().isAfter(b.last()) ? a.last() : b.last(),
        Math.min(a.oldestOffset(), b.oldestOffset()));
  }
}
