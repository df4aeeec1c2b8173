package io.spillway.operate.core;

import io.spillway.schemas.topics.DeadLetterTopics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which dead letters are meant: those that satisfy every part given.
 *
 * @param topic a dead-letter topic, or the topic that the records came from
 * @param cause part of the cause, in any case
 * @param ids these only, unless empty
 */
public record DeadLetterSelection(
    Optional<String> topic, Optional<String> cause, Set<DeadLetterId> ids) {
  public static final DeadLetterSelection ALL =
      new DeadLetterSelection(Optional.empty(), Optional.empty(), Set.of());

  public DeadLetterSelection {
    ids = Set.copyOf(ids);
  }

  /** Whether nothing is left out. */
  public boolean isAll() {
    return topic.isEmpty() && cause.isEmpty() && ids.isEmpty();
  }

  public boolean has(DeadLetter letter) {
    return topic
            .map(t -> t.equals(letter.id().topic()) || t.equals(letter.sourceTopic()))
            .orElse(true)
        && cause.map(text -> CauseText.contains(letter.cause(), text)).orElse(true)
        && (ids.isEmpty() || ids.contains(letter.id()));
  }

  /** Topics of dead letters that it names, by themselves or in ids; a team's is read only then. */
  public Set<String> deadLetterTopics() {
    return Stream.concat(topic.stream(), ids.stream().map(DeadLetterId::topic))
        .filter(DeadLetterTopics::isOne)
        .collect(Collectors.toSet());
  }

  /** Those that are meant, in their order. */
  public List<DeadLetter> of(List<DeadLetter> letters) {
    return letters.stream().filter(this::has).toList();
  }
}
