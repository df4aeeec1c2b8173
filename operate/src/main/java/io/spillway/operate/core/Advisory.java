package io.spillway.operate.core;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A record of a known vulnerability (OSV schema 1.6).
 *
 * @param aliases its other ids, such as CVE numbers
 * @param severity as the record says it: a word, else a CVSS vector, else {@code unknown}
 */
public record Advisory(
    String id, List<String> aliases, String summary, String severity, List<Affected> affected) {
  public Advisory {
    aliases = List.copyOf(aliases);
    affected = List.copyOf(affected);
  }

  /**
   * A library that has it.
   *
   * @param name as {@code group:artifact}
   * @param versions that are named one by one
   */
  public record Affected(String name, Set<String> versions, List<List<Event>> ranges) {
    public Affected {
      versions = Set.copyOf(versions);
      ranges = ranges.stream().map(List::copyOf).toList();
    }

    /** Whether a version has the vulnerability; the order is that of the ecosystem's versions. */
    public boolean includes(String version, Comparator<String> order) {
      return versions.contains(version)
          || ranges.stream().anyMatch(range -> within(range, version, order));
    }

    /** The versions that mended it, of those later than one, in order. */
    public List<String> fixedAfter(String version, Comparator<String> order) {
      return ranges.stream()
          .flatMap(List::stream)
          .filter(event -> event.kind() == Event.Kind.FIXED)
          .map(Event::version)
          .filter(fixed -> order.compare(fixed, version) > 0)
          .distinct()
          .sorted(order)
          .toList();
    }
  }

  /** A turn in the life of a vulnerability. */
  public record Event(Kind kind, String version) {
    /** What happened with the version. */
    public enum Kind {
      INTRODUCED,
      FIXED,
      LAST_AFFECTED
    }

    boolean isFromTheStart() {
      return kind == Kind.INTRODUCED && version.equals("0");
    }
  }

  /** The evaluation that the OSV schema gives: each event up to the version turns it. */
  private static boolean within(List<Event> range, String version, Comparator<String> order) {
    List<Event> events =
        range.stream()
            .sorted(
                Comparator.comparing((Event event) -> !event.isFromTheStart())
                    .thenComparing(Event::version, order))
            .toList();
    boolean affected = false;
    for (Event event : events) {
      int compared = event.isFromTheStart() ? 1 : order.compare(version, event.version());
      affected =
          switch (event.kind()) {
            case INTRODUCED -> affected || compared >= 0;
            case FIXED -> affected && compared < 0;
            case LAST_AFFECTED -> affected && compared <= 0;
          };
    }
    return affected;
  }
}
