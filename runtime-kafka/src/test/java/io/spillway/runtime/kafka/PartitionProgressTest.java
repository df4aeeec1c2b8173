package io.spillway.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.kafka.PartitionProgress.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final TopicPartition ONE = new TopicPartition("orders.intake.v1", 3);
  private static final TopicPartition OTHER = new TopicPartition("orders.intake.v1", 4);
  private final PartitionProgress progress = new PartitionProgress(Duration.ofSeconds(60));

  @Test
  void aPartitionThatStandsStillWithRecordsWaitingIsNamed() {
    Map<TopicPartition, Position> positions =
        Map.of(ONE, new Position(7, 9), OTHER, new Position(9, 9));
    look(positions, 0);

    assertThat(look(positions, 59)).isEmpty();
    assertThat(look(positions, 61)).containsExactly("orders.intake.v1-3 stands at 7 of 9 for 61 s");
  }

  @Test
  void eachStepForwardBeginsTheCountAnew() {
    look(Map.of(ONE, new Position(7, 9)), 0);
    look(Map.of(ONE, new Position(8, 9)), 50);

    assertThat(look(Map.of(ONE, new Position(8, 12)), 100)).isEmpty();
    assertThat(look(Map.of(ONE, new Position(8, 12)), 110)).hasSize(1);
  }

  @Test
  void nothingWaitingIsNoStandstillHoweverLong() {
    look(Map.of(ONE, new Position(9, 9), OTHER, new Position(-1, -1)), 0);
    assertThat(look(Map.of(ONE, new Position(9, 9), OTHER, new Position(-1, -1)), 900)).isEmpty();

    // Records that came just now have not waited all that time.
    assertThat(look(Map.of(ONE, new Position(9, 10), OTHER, new Position(-1, 5)), 901)).isEmpty();
    assertThat(look(Map.of(ONE, new Position(9, 10), OTHER, new Position(-1, 5)), 960)).hasSize(2);
  }

  @Test
  void aPartitionThatWentAndCameBackIsNew() {
    look(Map.of(ONE, new Position(7, 9)), 0);
    look(Map.of(), 30);

    assertThat(look(Map.of(ONE, new Position(7, 9)), 61)).isEmpty();
  }

  private List<String> look(Map<TopicPartition, Position> positions, long second) {
    return progress.complaints(positions, NOON.plusSeconds(second));
  }
}
