package io.spillway.stack.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RightsDiffTest {
  private static final Right READ = kafka("topic:orders.events.v1", "read");
  private static final Right WRITE = kafka("topic:orders.events.v1", "write");
  private static final Right OTHER = kafka("topic:orders.intake.v1", "read");

  @Test
  void whatIsNotThereIsMissingAndWhatNobodyAskedForIsExtra() {
    RightsDiff diff = RightsDiff.between(List.of(READ, OTHER), List.of(READ, WRITE));
    assertThat(diff.missing()).containsExactly(OTHER);
    assertThat(diff.extra()).containsExactly(WRITE);
    assertThat(diff.size()).isEqualTo(2);
    assertThat(RightsDiff.between(List.of(READ), List.of(READ)).isEmpty()).isTrue();
  }

  @Test
  void partsOfAWholeThatIsWantedAreNotExtra() {
    Right all = mysql("table:s.*", "all");
    Right select = mysql("table:s.*", "select");
    Right elsewhere = mysql("table:t.*", "select");
    RightsDiff diff = RightsDiff.between(List.of(all), List.of(select, elsewhere));
    assertThat(diff.missing()).as("a part is not the whole").containsExactly(all);
    assertThat(diff.extra()).containsExactly(elsewhere);
  }

  @Test
  void whoMayDoEverythingHasNothingExtraOnThatPlane() {
    Right all = new Right("root", Plane.MYSQL, "server:localhost:3306", "all");
    Right part = new Right("root", Plane.MYSQL, "table:s.t", "select");
    Right other = new Right("guest", Plane.MYSQL, "table:s.t", "select");
    Right kafka = new Right("root", Plane.KAFKA, "topic:t", "read");
    assertThat(RightsDiff.between(List.of(all), List.of(all, part, other, kafka)).extra())
        .containsExactly(kafka, other);
  }

  @Test
  void aPartIsThatOfBoth() {
    RightsDiff diff =
        RightsDiff.between(List.of(READ, mysql("table:s.t", "select")), List.of(WRITE));
    RightsDiff part = diff.only(right -> right.plane() == Plane.KAFKA);
    assertThat(part.missing()).containsExactly(READ);
    assertThat(part.extra()).containsExactly(WRITE);
  }

  private static Right kafka(String resource, String action) {
    return new Right("shop", Plane.KAFKA, resource, action);
  }

  private static Right mysql(String resource, String action) {
    return new Right("shop", Plane.MYSQL, resource, action);
  }
}
