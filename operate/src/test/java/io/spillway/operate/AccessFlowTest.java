package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.adapter.memory.MemoryPlane;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import io.spillway.stack.port.Progress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessFlowTest {
  private static final Right TOPIC = new Right("fraud", Plane.KAFKA, "topic:t", "read");
  private static final Right TABLE = new Right("fraud", Plane.MYSQL, "table:s.t", "select");
  private static final Right EXTRA = new Right("guest", Plane.MYSQL, "table:s.t", "select");

  private final MemoryPlane kafka = new MemoryPlane(Plane.KAFKA);
  private final MemoryPlane mysql = new MemoryPlane(Plane.MYSQL);
  private final AccessFlow flow =
      new AccessFlow(List.of(kafka, mysql), Set.of(TOPIC, TABLE), Progress.silent());

  @Test
  void whatIsAppliedIsNoDifferenceAnyMore() throws Exception {
    mysql.rights.add(EXTRA);
    RightsDiff diff = flow.diff();
    assertThat(diff.missing()).containsExactlyInAnyOrder(TOPIC, TABLE);
    assertThat(diff.extra()).containsExactly(EXTRA);

    AccessFlow.Applied applied = flow.apply(diff);

    assertThat(applied.done()).isEqualTo(diff);
    assertThat(applied.byHand()).isEmpty();
    assertThat(flow.diff().isEmpty()).isTrue();
    assertThat(flow.apply(flow.diff()).done().isEmpty()).isTrue();
  }

  @Test
  void whatIsLeftForPeopleIsNotCalledDone() throws Exception {
    kafka.byHand.add(TOPIC);
    AccessFlow.Applied applied = flow.apply(flow.diff());
    assertThat(applied.done().missing()).containsExactly(TABLE);
    assertThat(applied.byHand()).containsExactly("topic:t");
  }

  @Test
  void onlyThePlaneThatIsAskedForIsTouched() throws Exception {
    AccessFlow part = new AccessFlow(List.of(kafka), Set.of(TOPIC), Progress.silent());
    part.apply(part.diff());
    assertThat(kafka.rights).containsExactly(TOPIC);
    assertThat(mysql.rights).isEmpty();
  }
}
