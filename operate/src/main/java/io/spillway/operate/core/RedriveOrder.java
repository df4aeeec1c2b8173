package io.spillway.operate.core;

import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.ProgressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which dead letters go back, and in which order: of one key, the record that came first at
 * the source goes first, and one that cannot go holds back those behind it. Pure.
 */
public final class RedriveOrder {
  private static final Comparator<DeadLetter> FIRST_AT_SOURCE =
      Comparator.comparingLong(DeadLetter::rank).thenComparing(DeadLetter::id);

  private final Map<DeadLetterId, Disposition> settled;
  private final DeadLetterSelection selection;
  private final Set<DeadLetterId> superseded;
  private final Set<DeadLetter.Source> going = new HashSet<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  public enum Step {
    /** Its record is produced again. */
    REDRIVE,
    /** The same record as another letter's: settled together with it. */
    TWIN,
    /** Behind an earlier open letter of its key. */
    WAITING,
    /** It cannot be done; see the reason. */
    IMPOSSIBLE
  }

  /**
   * The decision on one selected letter that is still open.
   *
   * @param why for the operator; empty for {@link Step#REDRIVE}
   */
  public record Verdict(DeadLetter letter, Step step, String why) {}

  private RedriveOrder(
      Map<DeadLetterId, Disposition> settled,
      DeadLetterSelection selection,
      Set<DeadLetterId> superseded) {
    this.settled = settled;
    this.selection = selection;
    this.superseded = superseded;
  }

  /**
   * Decides on the selected letters that are open, in the order in which they are to be done.
   *
   * @param letters all of their topics, as those that are not selected may hold others back
   * @param superseded letters whose compacted source has a newer record of their key
   */
  public static List<Verdict> of(
      List<DeadLetter> letters,
      Map<DeadLetterId, Disposition> settled,
      DeadLetterSelection selection,
      Set<DeadLetterId> superseded) {
    RedriveOrder order = new RedriveOrder(settled, selection, superseded);
    letters.stream()
        .filter(letter -> !settled.containsKey(letter.id()))
        .sorted(FIRST_AT_SOURCE)
        .collect(
            Collectors.groupingBy(RedriveOrder::lineOf, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(order::walk);
    return List.copyOf(order.verdicts);
  }

  private record Line(String topic, String source, String key) {}

  /** Letters that must keep their order; a record without a key stands alone. */
  private static Line lineOf(DeadLetter letter) {
    return new Line(
        letter.id().topic(),
        letter.sourceTopic(),
        letter.key().map(key -> "key " + key).orElseGet(() -> "letter " + letter.id()));
  }

  private void walk(List<DeadLetter> line) {
    DeadLetterId holder = null;
    for (DeadLetter letter : line) {
      if (!selection.has(letter)) {
        boolean twin = letter.source().map(going::contains).orElse(false);
        holder = holder == null && !twin ? letter.id() : holder;
        continue;
      }
      Verdict verdict = judge(letter, Optional.ofNullable(holder));
      verdicts.add(verdict);
      boolean goes = verdict.step() == Step.REDRIVE || verdict.step() == Step.TWIN;
      holder = holder == null && !goes ? letter.id() : holder;
    }
  }

  private Verdict judge(DeadLetter letter, Optional<DeadLetterId> holder) {
    Optional<String> obstacle = obstacle(letter);
    if (obstacle.isPresent()) {
      return new Verdict(letter, Step.IMPOSSIBLE, obstacle.get());
    }
    DeadLetter.Source source = letter.source().orElseThrow();
    if (going.contains(source)) {
      return new Verdict(letter, Step.TWIN, "the same record is already being redriven");
    }
    if (holder.isPresent()) {
      return new Verdict(letter, Step.WAITING, "behind " + holder.get() + " of the same key");
    }
    going.add(source);
    return new Verdict(letter, Step.REDRIVE, "");
  }

  private Optional<String> obstacle(DeadLetter letter) {
    if (letter.source().isEmpty() || !isOurs(letter.sourceTopic())) {
      return Optional.of("its source " + letter.sourceTopic() + " is not a topic of the pipeline");
    }
    if (letter.omittedBytes() >= 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "its value of %s was too large for a dead letter; it is at the source position only",
              ProgressText.size(letter.omittedBytes())));
    }
    if (superseded.contains(letter.id())) {
      return Optional.of(
          "the compacted source has a newer record of this key, which it would replace: discard"
              + " it");
    }
    return Optional.empty();
  }

  private static boolean isOurs(String topic) {
    try {
      return Topic.named(topic).routing() != Topic.Routing.SINGLE;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  public static List<DeadLetter> with(List<Verdict> verdicts, Step step) {
    return verdicts.stream().filter(v -> v.step() == step).map(Verdict::letter).toList();
  }

  /** Open letters of the same source records: a redrive reaches their consumers too. */
  public static List<DeadLetter> twins(
      List<DeadLetter> letters, Map<DeadLetterId, Disposition> settled, List<DeadLetter> redriven) {
    Set<DeadLetterId> done = new HashSet<>();
    Set<DeadLetter.Source> sources = new HashSet<>();
    for (DeadLetter letter : redriven) {
      done.add(letter.id());
      letter.source().ifPresent(sources::add);
    }
    return letters.stream()
        .filter(letter -> !settled.containsKey(letter.id()) && !done.contains(letter.id()))
        .filter(letter -> letter.source().map(sources::contains).orElse(false))
        .toList();
  }
}
