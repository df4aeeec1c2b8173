package io.spillway.analytics.port;

import io.spillway.analytics.core.generation.Drift.Held;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.reports.port.IndexUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The generations of indices: to fill a new one, compare it with the old, and swap them. */
public interface Generations {
  /** The one that readers see and the sink writes to. */
  Generation live() throws IndexUnavailableException;

  /** Removes what is left of a generation, and lets its indices be made with today's mappings. */
  void prepare(Generation generation) throws IndexUnavailableException;

  /** The indices of a generation that there are, by the names that documents use for them. */
  List<String> indices(Generation generation) throws IndexUnavailableException;

  /** Every document of one index, page by page, until the visitor has seen all. */
  void visit(Generation generation, String index, Visitor visitor)
      throws IndexUnavailableException, InterruptedException;

  /** What the generation holds of the same documents, in their order. */
  List<Optional<Held>> lookUp(Generation generation, List<Held> documents)
      throws IndexUnavailableException;

  /**
   * Copies documents from one generation to another, as they are; what is there already stays.
   *
   * @return those that the other generation's mapping refuses, with the reason
   */
  Map<Held, String> copy(Generation from, Generation to, List<Held> documents)
      throws IndexUnavailableException;

  /** Makes all documents of a generation searchable, and from then on as soon as usual. */
  void publish(Generation generation) throws IndexUnavailableException;

  /** Readers see the other generation, from one moment to the next. */
  void swap(Generation from, Generation to) throws IndexUnavailableException;

  /** Refuses writes to a generation; what was being written is written afterwards. */
  void fence(Generation generation) throws IndexUnavailableException;

  void unfence(Generation generation) throws IndexUnavailableException;

  void drop(Generation generation) throws IndexUnavailableException;

  @FunctionalInterface
  interface Visitor {
    /** One page, in no particular order. */
    void page(List<Held> documents) throws IndexUnavailableException, InterruptedException;
  }
}
