package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProductChangeTest {
  private static final ProductKey KEY = TestProducts.MUG;
  private static final ProductContent OTHER = TestProducts.content("Becher", "");
  private static final Instant NOW = TestProducts.AT.plusSeconds(60).plusNanos(987_654);
  private static final Product THIRD = TestProducts.product(KEY, 3);

  @Test
  void theFirstIsCreated() {
    Product created =
        new Product(
            KEY, OTHER, 1, TestProducts.AT.plusSeconds(60), TestProducts.AT.plusSeconds(60));

    assertThat(decide(null, OTHER, Precondition.NONE))
        .isEqualTo(new ProductChange.Created(created));
    assertThat(decide(null, OTHER, ifNoneMatch("*"))).isEqualTo(new ProductChange.Created(created));
  }

  @Test
  void anotherContentIsTheNextVersion() {
    for (Precondition precondition :
        new Precondition[] {
          Precondition.NONE, ifMatch("\"3\""), ifMatch("*"), ifNoneMatch("\"2\"")
        }) {
      assertThat(decide(THIRD, OTHER, precondition))
          .isEqualTo(
              new ProductChange.Replaced(
                  new Product(KEY, OTHER, 4, THIRD.createdAt(), TestProducts.AT.plusSeconds(60))));
    }
  }

  @Test
  void theSameContentIsNoChangeEvenIfItsVersionWasAnother() {
    assertThat(decide(THIRD, THIRD.content(), Precondition.NONE))
        .isEqualTo(new ProductChange.Unchanged(THIRD));
    assertThat(decide(THIRD, THIRD.content(), ifMatch("\"2\"")))
        .isEqualTo(new ProductChange.Unchanged(THIRD));
  }

  @Test
  void aPreconditionThatDoesNotHoldRefuses() {
    assertThat(decide(THIRD, OTHER, ifMatch("\"2\""))).isEqualTo(new ProductChange.Refused(THIRD));
    assertThat(decide(THIRD, OTHER, ifMatch("W/\"3\"")))
        .isEqualTo(new ProductChange.Refused(THIRD));
    assertThat(decide(null, OTHER, ifMatch("*"))).isEqualTo(new ProductChange.Refused(null));
    assertThat(decide(THIRD, THIRD.content(), ifNoneMatch("*")))
        .isEqualTo(new ProductChange.Refused(THIRD));
  }

  @Test
  void timeNeverGoesBack() {
    ProductChange change =
        ProductChange.decide(KEY, THIRD, OTHER, Precondition.NONE, Instant.EPOCH);

    assertThat(((ProductChange.Replaced) change).product().updatedAt())
        .isEqualTo(THIRD.updatedAt());
  }

  private static ProductChange decide(
      @Nullable Product current, ProductContent content, Precondition precondition) {
    return ProductChange.decide(KEY, current, content, precondition, NOW);
  }

  private static Precondition ifMatch(String header) {
    return new Precondition(EntityTags.read(header), null);
  }

  private static Precondition ifNoneMatch(String header) {
    return new Precondition(null, EntityTags.read(header));
  }
}
