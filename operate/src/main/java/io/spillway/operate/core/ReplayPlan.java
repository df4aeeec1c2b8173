package io.spillway.operate.core;

import io.spillway.stack.core.ProgressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How a replay is done and what it covers. Pure.
 *
 * @param parts one a partition that is concerned, by number
 * @param notes what the operator should know before agreeing
 */
public record ReplayPlan(
    ReplayRequest request, Method method, List<Part> parts, List<String> notes) {
  /** How the group gets the records again. */
  public enum Method {
    /** Its positions are set back; it reads everything from there on. */
    MOVE_POSITIONS,
    /** Copies go to a topic of its own. */
    REDELIVER
  }

  /**
   * What is replayed of a partition: offsets from inclusive to exclusive; none when equal.
   *
   * @param gone how many offsets that were asked for are not kept any more
   */
  public record Part(int partition, long from, long to, long gone) {
    /** Offsets covered: at least the number of records. */
    public long offsets() {
      return to - from;
    }
  }

  public ReplayPlan {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /** Decides. Our own groups are stopped for it, so they need not be inactive yet. */
  public static ReplayPlan of(
      ReplayRequest request, GroupFacts group, List<PartitionFacts> partitions) {
    Method method = method(request, group);
    List<PartitionFacts> concerned =
        partitions.stream()
            .filter(facts -> concerns(request, partitions.size(), facts.partition()))
            .sorted(Comparator.comparingInt(PartitionFacts::partition))
            .toList();
    List<Part> parts =
        concerned.stream()
            .map(facts -> method == Method.REDELIVER ? copied(facts) : moved(facts))
            .toList();
    List<String> notes = new ArrayList<>();
    noteMethod(notes, request, group, method);
    noteGaps(notes, request, parts);
    noteSkips(notes, method, concerned);
    return new ReplayPlan(request, method, parts, notes);
  }

  public long offsets() {
    return parts.stream().mapToLong(Part::offsets).sum();
  }

  private static Method method(ReplayRequest request, GroupFacts group) {
    boolean whole = !request.filtered() && !request.bounded();
    return request.own().isPresent() || (whole && !group.active())
        ? Method.MOVE_POSITIONS
        : Method.REDELIVER;
  }

  private static boolean concerns(ReplayRequest request, int partitions, int partition) {
    int only = request.onlyPartition(partitions).orElse(partition);
    return only == partition;
  }

  private static Part copied(PartitionFacts facts) {
    long from = Math.clamp(facts.from(), facts.earliest(), facts.end());
    long to = Math.clamp(facts.to(), from, facts.end());
    return new Part(facts.partition(), from, to, gone(facts));
  }

  /** A replay never moves a group forward: it would lose what it has not read yet. */
  private static Part moved(PartitionFacts facts) {
    long from = Math.clamp(facts.from(), facts.earliest(), facts.end());
    long position = facts.committed().orElse(facts.end());
    return new Part(
        facts.partition(), Math.min(from, position), Math.max(0, position), gone(facts));
  }

  private static long gone(PartitionFacts facts) {
    return Math.max(0, facts.earliest() - Math.max(0, facts.from()));
  }

  private static void noteMethod(
      List<String> notes, ReplayRequest request, GroupFacts group, Method method) {
    if (method == Method.MOVE_POSITIONS) {
      request
          .own()
          .ifPresent(
              own ->
                  notes.add(
                      own.service().serviceName()
                          + " is stopped for the move and started again; other groups in it pause"
                          + " for as long"));
      if (!group.known()) {
        notes.add("the brokers do not know this group: check its name");
      }
      return;
    }
    notes.add(
        group.active()
            ? String.format(
                Locale.ROOT,
                "the group is active (members: %d), so its positions cannot be moved; for a replay"
                    + " in place stop its consumers and repeat without --to, --tenant and --order",
                group.members())
            : "a moved position re-delivers everything up to the present one, so a bounded or"
                + " filtered replay is by copies");
    if (!group.readsRedeliveries()) {
      notes.add(
          "the group does not read "
              + request.redeliveryTopic()
              + " yet: subscribe its consumers to it beside "
              + request.topic().topicName());
    }
  }

  private static void noteGaps(List<String> notes, ReplayRequest request, List<Part> parts) {
    long gone = parts.stream().mapToLong(Part::gone).sum();
    if (gone > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "--from %s is before the earliest records: up to %s offsets have been deleted",
              request.from(),
              ProgressText.count(gone)));
    }
    if (request.topic().retention() == null) {
      notes.add("the topic is compacted: of each key, older values may be gone");
    }
  }

  private static void noteSkips(List<String> notes, Method method, List<PartitionFacts> concerned) {
    long behind =
        concerned.stream()
            .filter(
                facts ->
                    facts.committed().isPresent()
                        && facts.committed().getAsLong()
                            < Math.clamp(facts.from(), facts.earliest(), facts.end()))
            .count();
    if (method == Method.MOVE_POSITIONS && behind > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "in %d partitions the group has not come as far as --from; it stays there, so that"
                  + " nothing is skipped",
              behind));
    }
  }
}
