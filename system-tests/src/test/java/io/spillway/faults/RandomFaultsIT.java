package io.spillway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.faults.adapter.FaultSuite;
import io.spillway.faults.core.FaultSchedule;
import io.spillway.faults.core.Load;
import io.spillway.faults.core.RoundResult;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.testing.RecordedProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three minutes of random faults under orders; longer ones are run by {@code spillway faults}. */
class RandomFaultsIT {
  private static final Path ROOT = Path.of(System.getProperty("spillway.root", ".."));
  private static final long SEED = Long.getLong("spillway.faults.seed", 3);
  private static final Duration FAULTS_FOR = Duration.ofMinutes(3);
  private static final Load LOAD = new Load(60, true, Load.USUAL_CALM);

  private final RecordedProgress progress = new RecordedProgress();

  @Test
  void nothingIsLostDoubledOrOversold() throws Exception {
    PipelineHome home = new PipelineHome(ROOT, Path.of("target", "random-faults-it"));
    try (FaultSuite suite =
        FaultSuite.start(home, List.of(), FaultSuite.Shape.USUAL, LOAD, ROOT, progress)) {
      RoundResult round = suite.random(SEED, FAULTS_FOR, FaultSchedule.USUAL_GAP);
      round.timeline().forEach(System.out::println);
      assertThat(round.findings())
          .as("seed %d, %s, %s", SEED, round.timeline(), progress.said)
          .isEmpty();
      assertThat(round.faults()).as("faults of seed " + SEED).isGreaterThanOrEqualTo(8);
      assertThat(round.accepted()).isGreaterThan(1_000);
    }
  }
}
