package io.spillway.bench.core;

import java.util.List;

/**
 * What a row measures.
 *
 * @param number as in the list of benchmarks
 * @param operation what is counted, in the plural: {@code reservations}
 * @param method how it is measured, for whoever reads the report
 */
public record RowSpec(
    int number, String title, String operation, List<String> method, List<Goal> goals) {
  public RowSpec {
    method = List.copyOf(method);
    goals = List.copyOf(goals);
  }
}
