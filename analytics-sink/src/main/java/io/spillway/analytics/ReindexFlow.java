package io.spillway.analytics;

import io.spillway.analytics.core.generation.Drift;
import io.spillway.analytics.core.generation.Drift.Held;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.port.BacklogUnknownException;
import io.spillway.analytics.port.Generations;
import io.spillway.analytics.port.RowReplay;
import io.spillway.analytics.port.Sleeper;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.documents.Indices;
import io.spillway.schemas.tables.MovementKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Replaces the live generation of indices by a new one while readers read: fill by replay, copy
 * what Kafka no longer holds, compare; then, while the sink's writes wait, read on past the last of
 * them and swap the aliases; remove the old indices. Ended at any point, it can be run again from
 * the beginning. Not thread-safe.
 *
 * @param filler writes rows to the generation after the live one
 * @param movements which stock movements are copied from the live one; others end with it
 * @param lease after this long every sink writes to the live generation, and no search that began
 *     before is still running
 */
public record ReindexFlow(
    Generations generations,
    RowReplay replay,
    RowReplay.Indexer filler,
    IndexedMovements movements,
    Sleeper sleeper,
    Duration lease,
    Consumer<String> progress) {
  /** Rows of these are not kept for ever, or are no rows: the old generation is their source. */
  private static final Set<String> COPIED =
      Set.of(Indices.STOCK_MOVEMENTS, Indices.STAGE_LAG, Indices.AUDIT);

  private static final int LOOKS = 3;
  private static final int NAMED = 10;

  /** With more than this the new generation is not what it should be, and looking on is idle. */
  private static final int MOST_DIFFERING = 100_000;

  /**
   * What became of it.
   *
   * @param swapped whether readers see the new generation
   * @param findings what stood against the swap, the first of them
   */
  public record Result(
      boolean swapped, Generation live, long rows, long documents, List<String> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /** Runs; {@code dryRun} ends before the swap and removes the new generation. */
  public Result run(boolean dryRun)
      throws IndexUnavailableException, BacklogUnknownException, InterruptedException {
    Generation old = generations.live();
    Generation fresh = old.next();
    // A run that was killed while it swapped may have left the fence.
    generations.unfence(old);
    progress.accept("generation " + old.number() + " is live; filling " + fresh.number());
    generations.prepare(fresh);
    replay.toEnd(filler);
    progress.accept(replay.rows() + " rows replayed, " + replay.unreadable() + " unreadable");
    Comparison comparison = new Comparison(old, fresh);
    comparison.run();
    progress.accept(comparison.documents + " documents compared");
    if (dryRun || !comparison.findings.isEmpty()) {
      generations.drop(fresh);
      return new Result(false, old, replay.rows(), comparison.documents, comparison.findings);
    }
    swap(old, fresh);
    progress.accept("generation " + fresh.number() + " is live");
    finish(old, fresh);
    return new Result(true, fresh, replay.rows(), comparison.documents, List.of());
  }

  /**
   * What a sink wrote until the fence is in the topics. It is read on to and made searchable while
   * no sink writes, so that no reader sees less than a moment before.
   */
  private void swap(Generation old, Generation fresh)
      throws IndexUnavailableException, BacklogUnknownException, InterruptedException {
    generations.publish(fresh);
    replay.toEnd(filler);
    boolean swapped = false;
    generations.fence(old);
    try {
      replay.toEnd(filler);
      generations.publish(fresh);
      generations.swap(old, fresh);
      swapped = true;
    } finally {
      if (!swapped) {
        generations.unfence(old);
      }
    }
  }

  /** A sink that has not heard of the swap may have made an old index anew. */
  private void finish(Generation old, Generation fresh)
      throws IndexUnavailableException, BacklogUnknownException, InterruptedException {
    sleeper.sleep(lease);
    replay.toEnd(filler);
    for (String index : generations.indices(old)) {
      if (isCopied(index)) {
        generations.visit(old, index, page -> copyMissing(old, fresh, page, new ArrayList<>()));
      }
    }
    // A run that was killed after its swap left the generation before.
    for (int number = 0; number <= old.number(); number++) {
      generations.drop(new Generation(number));
    }
  }

  private static boolean isCopied(String index) {
    return Generation.parse(index).map(parsed -> COPIED.contains(parsed.alias())).orElse(false);
  }

  private boolean isIndexed(Held document) {
    return !document.index().startsWith(Indices.STOCK_MOVEMENTS)
        || movements.include(MovementKind.of(RowKeys.movementKind(document.id())));
  }

  private void copyMissing(Generation old, Generation fresh, List<Held> page, List<String> findings)
      throws IndexUnavailableException {
    List<Held> wanted = page.stream().filter(this::isIndexed).toList();
    List<Held> missing = Drift.among(wanted, generations.lookUp(fresh, wanted));
    if (!missing.isEmpty()) {
      generations
          .copy(old, fresh, missing)
          .forEach((held, reason) -> findings.add(held.index() + " " + held.id() + ": " + reason));
    }
  }

  /**
   * Old against new, page by page; what differs is looked at again when the replay has caught up.
   */
  private final class Comparison {
    private final Generation old;
    private final Generation fresh;
    private final List<String> findings = new ArrayList<>();
    private List<Held> differing = new ArrayList<>();
    private long documents;

    Comparison(Generation old, Generation fresh) {
      this.old = old;
      this.fresh = fresh;
    }

    void run() throws IndexUnavailableException, BacklogUnknownException, InterruptedException {
      for (String index : generations.indices(old)) {
        generations.visit(old, index, page -> look(index, page));
      }
      for (int look = 1; look < LOOKS && !differing.isEmpty(); look++) {
        replay.toEnd(filler);
        differing = Drift.among(differing, generations.lookUp(fresh, differing));
      }
      List<Held> first = differing.subList(0, Math.min(NAMED, differing.size()));
      List<Optional<Held>> now = generations.lookUp(fresh, first);
      for (int i = 0; i < first.size(); i++) {
        Held held = first.get(i);
        String what = Drift.between(held, now.get(i)).orElse("differed a moment ago");
        findings.add(held.index() + " " + held.id() + ": " + what);
      }
      if (differing.size() > NAMED) {
        findings.add("and " + (differing.size() - NAMED) + " more");
      }
    }

    private void look(String index, List<Held> page) throws IndexUnavailableException {
      documents += page.size();
      if (isCopied(index)) {
        copyMissing(old, fresh, page, findings);
      } else {
        if (differing.size() < MOST_DIFFERING) {
          differing.addAll(Drift.among(page, generations.lookUp(fresh, page)));
        }
      }
    }
  }
}
