package io.spillway.verify.core;

import java.util.List;

/**
 * What became of one invariant.
 *
 * @param examined orders, SKUs, documents or balances
 * @param violations how many of them break it
 * @param examples the first of them, with what is wrong
 */
public record Finding(Invariant invariant, long examined, long violations, List<Example> examples) {
  /** One that breaks it. */
  public record Example(String id, String fault) {}

  public Finding {
    examples = List.copyOf(examples);
  }
}
