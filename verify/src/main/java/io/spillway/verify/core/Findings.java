package io.spillway.verify.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Collects what is examined and what is wrong. Thread-safe. */
public final class Findings {
  /** So many violations of an invariant are told; all are counted. */
  public static final int EXAMPLES = 20;

  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<StoreFacts.DeadLetter> deadLetters;
  private final Map<UUID, String> setAside = new HashMap<>();

  /** Orders of these dead letters are to be whole all the same. */
  public Findings(List<StoreFacts.DeadLetter> deadLetters) {
    this.deadLetters = List.copyOf(deadLetters);
    Stream.of(List.of(OrderInvariant.values()), List.of(StockInvariant.values()), Claim.ALL)
        .<Invariant>flatMap(List::stream)
        .sorted(Comparator.comparingInt(Findings::place))
        .forEach(invariant -> tallies.put(invariant.claim(), new Tally(invariant)));
    for (StoreFacts.DeadLetter letter : deadLetters) {
      if (letter.order() != null) {
        setAside.put(letter.order(), letter.topic() + " at " + letter.offset());
      }
    }
    examined(Claim.DEAD_LETTERS, deadLetters.size());
  }

  /** So many more were looked at. */
  public synchronized void examined(Invariant invariant, long count) {
    tally(invariant).examined += count;
  }

  /** One breaks an invariant. */
  public synchronized void violated(Invariant invariant, String id, String fault) {
    Tally tally = tally(invariant);
    tally.violations++;
    if (tally.examples.size() < EXAMPLES) {
      tally.examples.add(new Finding.Example(id, fault));
    }
  }

  /** An order breaks an invariant; if it was dead-lettered, that is to blame once. */
  synchronized void violated(Invariant invariant, UUID order, String fault) {
    violated(invariant, order.toString(), fault);
    String letter = setAside.remove(order);
    if (letter != null) {
      violated(Claim.DEAD_LETTERS, order.toString(), "has a dead letter in " + letter);
    }
  }

  public synchronized CheckReport report() {
    List<Finding> findings = new ArrayList<>();
    for (Tally tally : tallies.values()) {
      findings.add(new Finding(tally.invariant, tally.examined, tally.violations, tally.examples));
    }
    return new CheckReport(findings, List.of(), deadLetters);
  }

  private Tally tally(Invariant invariant) {
    Tally tally = tallies.get(invariant.claim());
    if (tally == null) {
      throw new IllegalArgumentException("'" + invariant.claim() + "' is not reported");
    }
    return tally;
  }

  private static int place(Invariant invariant) {
    return invariant.number() == 0 ? Integer.MAX_VALUE : invariant.number();
  }

  private static final class Tally {
    private final Invariant invariant;
    private final List<Finding.Example> examples = new ArrayList<>();
    private long examined;
    private long violations;

    private Tally(Invariant invariant) {
      this.invariant = invariant;
    }
  }
}
