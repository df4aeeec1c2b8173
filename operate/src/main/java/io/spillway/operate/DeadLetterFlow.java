package io.spillway.operate;

import io.spillway.operate.core.AuditedActs;
import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterGroups;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.DeadLetterSelection;
import io.spillway.operate.core.Disposition;
import io.spillway.operate.core.RedriveOrder;
import io.spillway.operate.port.DeadLetterStore;
import io.spillway.runtime.audit.AuditLog;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.topics.DeadLetterTopics;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.Progress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Shows dead letters, and settles each at most once: back to where it came from, or discarded. */
public record DeadLetterFlow(
    DeadLetterStore store, AuditLog audit, Clock clock, Progress progress) {
  private static final List<String> PIPELINES =
      Arrays.stream(Topic.values()).map(Topic::topicName).filter(DeadLetterTopics::isOne).toList();

  // What one transaction takes.
  private static final int CHUNK_LETTERS = 200;
  private static final long CHUNK_BYTES = 16L << 20;

  /** Selected letters in groups. */
  public List<DeadLetterGroups.Group> groups(DeadLetterSelection selection)
      throws InterruptedException {
    return DeadLetterGroups.of(selection.of(store.letters(topics(selection))), store.settled());
  }

  /** The newest selected letters as JSON, oldest first; with {@code all} also settled ones. */
  public List<String> show(DeadLetterSelection selection, int limit, boolean all)
      throws InterruptedException {
    List<DeadLetter> letters =
        all ? selection.of(store.letters(topics(selection))) : open(selection);
    return store.json(letters.subList(Math.max(0, letters.size() - limit), letters.size()));
  }

  /** Selected letters that are neither redriven nor discarded. */
  public List<DeadLetter> open(DeadLetterSelection selection) throws InterruptedException {
    Map<DeadLetterId, Disposition> settled = store.settled();
    return selection.of(store.letters(topics(selection))).stream()
        .filter(letter -> !settled.containsKey(letter.id()))
        .toList();
  }

  public List<RedriveOrder.Verdict> preview(DeadLetterSelection selection)
      throws InterruptedException {
    List<DeadLetter> letters = store.letters(topics(selection));
    return decide(letters, store.settled(), selection);
  }

  /** Redrives; decided anew, as another operator may have been faster. Answers what was done. */
  public List<RedriveOrder.Verdict> redrive(DeadLetterSelection selection, String who)
      throws InterruptedException {
    try (DeadLetterStore.Session session = store.open()) {
      List<DeadLetter> letters = store.letters(topics(selection));
      Map<DeadLetterId, Disposition> settled = store.settled();
      List<RedriveOrder.Verdict> verdicts = decide(letters, settled, selection);
      List<DeadLetter> going = RedriveOrder.with(verdicts, RedriveOrder.Step.REDRIVE);
      AuditEntry begun = acts(who).redrive(selection, going.size());
      if (!going.isEmpty()) {
        audit.around(
            begun,
            clock,
            () -> send(session, letters, settled, going, begun),
            AuditEntry.Outcome::done);
      }
      return verdicts;
    }
  }

  /** Discards; answers how many. */
  public int discard(DeadLetterSelection selection, String reason, String who)
      throws InterruptedException {
    try (DeadLetterStore.Session session = store.open()) {
      List<DeadLetter> open = open(selection);
      AuditEntry begun = acts(who).discard(selection, open.size(), reason);
      if (!open.isEmpty()) {
        audit.around(
            begun,
            clock,
            () -> {
              for (List<DeadLetter> chunk : chunks(open)) {
                session.settle(
                    List.of(), begun.id(), as(chunk, Disposition.Fate.DISCARDED, who, reason));
              }
              return open.size();
            },
            AuditEntry.Outcome::done);
      }
      return open.size();
    }
  }

  /** The pipeline's, and those of teams that are named. */
  private static Set<String> topics(DeadLetterSelection selection) {
    Set<String> topics = new LinkedHashSet<>(PIPELINES);
    topics.addAll(selection.deadLetterTopics());
    return topics;
  }

  private List<RedriveOrder.Verdict> decide(
      List<DeadLetter> letters,
      Map<DeadLetterId, Disposition> settled,
      DeadLetterSelection selection)
      throws InterruptedException {
    List<DeadLetter> candidates =
        selection.of(letters).stream().filter(l -> !settled.containsKey(l.id())).toList();
    return RedriveOrder.of(letters, settled, selection, store.superseded(candidates));
  }

  private long send(
      DeadLetterStore.Session session,
      List<DeadLetter> letters,
      Map<DeadLetterId, Disposition> settled,
      List<DeadLetter> going,
      AuditEntry act)
      throws InterruptedException {
    long done = 0;
    try (Progress.Meter meter = progress.meter("redriving", going.size())) {
      for (List<DeadLetter> chunk : chunks(going)) {
        Map<DeadLetterId, Disposition> fates =
            as(chunk, Disposition.Fate.REDRIVEN, act.who(), act.id());
        fates.putAll(
            as(
                RedriveOrder.twins(letters, settled, chunk),
                Disposition.Fate.REDRIVEN,
                act.who(),
                act.id()));
        session.settle(chunk, act.id(), fates);
        done += chunk.size();
        meter.at(done);
      }
    }
    return done;
  }

  private AuditedActs acts(String who) {
    return new AuditedActs(UUID.randomUUID().toString(), who, clock.instant());
  }

  private Map<DeadLetterId, Disposition> as(
      List<DeadLetter> letters, Disposition.Fate fate, String who, String why) {
    Map<DeadLetterId, Disposition> fates = new HashMap<>();
    letters.forEach(l -> fates.put(l.id(), new Disposition(fate, who, clock.instant(), why)));
    return fates;
  }

  private static List<List<DeadLetter>> chunks(List<DeadLetter> letters) {
    List<List<DeadLetter>> chunks = new ArrayList<>();
    List<DeadLetter> chunk = new ArrayList<>();
    long bytes = 0;
    for (DeadLetter letter : letters) {
      if (chunk.size() == CHUNK_LETTERS || (bytes + letter.bytes() > CHUNK_BYTES && bytes > 0)) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        bytes = 0;
      }
      chunk.add(letter);
      bytes += letter.bytes();
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }
}
