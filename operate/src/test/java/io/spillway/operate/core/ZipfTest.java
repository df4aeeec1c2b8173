package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  @Test
  void drawsRanksInZipfsProportions() {
    Zipf zipf = new Zipf(10, 1);
    SplittableRandom random = new SplittableRandom(42);
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[zipf.draw(random)]++;
    }
    double harmonic = 0;
    for (int rank = 1; rank <= 10; rank++) {
      harmonic += 1.0 / rank;
    }
    for (int rank = 0; rank < 10; rank++) {
      double expected = 100_000 / harmonic / (rank + 1);
      assertThat((double) counts[rank]).isCloseTo(expected, within(expected * 0.05));
    }
  }
}
