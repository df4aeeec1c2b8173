package io.spillway.analytics.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.core.backlog.CatchUp;
import io.spillway.analytics.core.generation.Drift.Held;
import io.spillway.schemas.documents.Indices;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {
  private static final Instant JANUARY = Instant.parse("2027-01-15T00:00:00Z");

  @Test
  void everyNameIsFoundAgain() {
    for (int number : new int[] {0, 1, 12}) {
      Generation generation = new Generation(number);
      for (String alias : Indices.ALL) {
        String logical = Indices.MONTHLY.contains(alias) ? alias + "-2026.11" : alias;

        Generation.Parsed parsed = Generation.parse(generation.index(logical)).orElseThrow();

        assertThat(parsed.alias()).isEqualTo(alias);
        assertThat(parsed.generation()).isEqualTo(generation);
        assertThat(parsed.logical()).isEqualTo(logical);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"orders", "stock-2026.11", "orders-2026.11-g0", "orders-v2", "logs-2026.11", ".x"})
  void othersNamesAreNotOurs(String name) {
    assertThat(Generation.parse(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "orders-2026.12, 1, true",
    "orders-2026.11, 1, false",
    "orders-2026.11-g3, 1, false",
    "orders-2026.11, 2, true",
    "orders-1999.01, 0, true",
    "stock, 1, true",
    "logs-1999.01, 1, true"
  })
  void monthsAreKeptWithThePresentOne(String index, int months, boolean kept) {
    assertThat(new Retention(months).keeps(index, JANUARY)).isEqualTo(kept);
  }

  @Test
  void onlyWhatIsMissingOlderOrOtherwiseDiffers() {
    Held old = new Held("orders-2026.11", "o1", 3, "hash");

    assertThat(Drift.between(old, Optional.empty())).contains("missing");
    assertThat(Drift.between(old, held(2, "hash"))).contains("version 2 instead of 3");
    assertThat(Drift.between(old, held(3, "other"))).contains("another content of version 3");
    assertThat(Drift.between(old, held(3, "hash"))).isEmpty();
    assertThat(Drift.between(old, held(4, "other"))).isEmpty();
    assertThat(Drift.among(List.of(old, old), List.of(held(3, "hash"), Optional.empty())))
        .containsExactly(old);
  }

  private static Optional<Held> held(long version, String hash) {
    return Optional.of(new Held("orders-2026.11", "o1", version, hash));
  }

  @Test
  void catchingUpBeginsAtTheBoundAndEndsAtATenth() {
    CatchUp catchUp = new CatchUp(1_000);

    assertThat(catchUp.next(false, 999)).isFalse();
    assertThat(catchUp.next(false, 1_000)).isTrue();
    assertThat(catchUp.next(true, 101)).isTrue();
    assertThat(catchUp.next(true, 100)).isFalse();
  }
}
