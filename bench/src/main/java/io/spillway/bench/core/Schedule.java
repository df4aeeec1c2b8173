package io.spillway.bench.core;

import java.util.ArrayList;
import java.util.List;

/** Who runs when: every round has every contender once, each round begins with the next one. */
public final class Schedule {
  private Schedule() {}

  /**
   * One turn.
   *
   * @param round from 1
   * @param contender index
   */
  public record Turn(int round, int contender) {}

  public static List<Turn> of(int contenders, int rounds) {
    List<Turn> turns = new ArrayList<>(contenders * rounds);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders; i++) {
        turns.add(new Turn(round + 1, (round + i) % contenders));
      }
    }
    return turns;
  }
}
