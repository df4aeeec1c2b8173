package io.spillway.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.testing.FakePause;
import io.spillway.verify.core.footprint.Footprint;
import io.spillway.verify.port.PipelineIdle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FootprintFlowTest {
  private static final Duration SETTLE = Duration.ofMinutes(1);

  private final Pause pause = new FakePause();
  private long records = 100;
  private long left;

  /** Each look finds a record more for as long as some are left. */
  private final class Working implements PipelineIdle {
    @Override
    public Map<String, Long> ends() {
      if (left > 0) {
        left--;
        records++;
      }
      return Map.of("orders.events.v1-0", records);
    }

    @Override
    public Map<String, Long> left() {
      return Map.of();
    }

    @Override
    public List<String> lagging() {
      return left > 0 ? List.of("order-store has " + left + " records left") : List.of();
    }
  }

  private Footprint run(long orders, long causes) throws Exception {
    FootprintFlow flow =
        new FootprintFlow(
            List.of(() -> Map.of("records orders.events.v1", records), () -> Map.of("other", 1L)),
            new Working(),
            pause);
    return flow.of(
        () -> {
          left = causes;
          return orders;
        },
        SETTLE);
  }

  @Test
  void whatFollowsLaterCountsAndWhatWasBeforeDoesNot() throws Exception {
    left = 7;
    Footprint footprint = run(10, 25);
    assertThat(footprint.records()).isEqualTo(2.5);
    assertThat(footprint.caused()).doesNotContainKey("other");
  }

  @Test
  void aPipelineThatGoesOnMovingIsNotCounted() {
    left = 1_000;
    assertThatThrownBy(() -> run(10, 0))
        .isInstanceOf(OperationException.class)
        .hasMessage(
            "the pipeline did not become idle within 1 min 00 s (order-store has 879 records left)");
  }
}
