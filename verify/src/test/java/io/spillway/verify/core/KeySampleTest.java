package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySampleTest {
  @Test
  void fewKeysAreAllKept() {
    KeySample sample = new KeySample(3, 1);
    sample.offer("a");
    sample.offer("b");
    sample.offer("a");
    assertThat(sample.keys()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void ofManyASampleOfTheSizeIsKeptFromAllOverThem() {
    KeySample sample = new KeySample(50, 1);
    IntStream.range(0, 10_000).forEach(i -> sample.offer("key-" + i));
    assertThat(sample.keys()).hasSize(50);
    assertThat(sample.keys())
        .anyMatch(key -> Integer.parseInt(key.substring(4)) < 2_500)
        .anyMatch(key -> Integer.parseInt(key.substring(4)) > 7_500);
  }

  @Test
  void anotherSeedKeepsOtherKeys() {
    KeySample one = new KeySample(20, 1);
    KeySample other = new KeySample(20, 2);
    IntStream.range(0, 1_000)
        .mapToObj(i -> "key-" + i)
        .forEach(
            key -> {
              one.offer(key);
              other.offer(key);
            });
    assertThat(one.keys()).isNotEqualTo(other.keys());
  }
}
