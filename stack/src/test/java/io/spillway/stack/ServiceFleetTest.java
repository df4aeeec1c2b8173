package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.adapter.service.ServiceProcesses;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.ServicePorts;
import io.spillway.stack.testing.RecordedProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services of one process, which only sleeps, under the fleet that stops and kills. */
class ServiceFleetTest {
  private static final PipelineService ONE = PipelineService.INGEST_API;
  private static final List<PipelineService> BOTH = List.of(ONE, PipelineService.ANALYTICS_SINK);

  @TempDir private Path directory;
  private final HealthProbe probe = new HealthProbe();
  private ServiceFleet fleet;

  @BeforeEach
  void start() {
    PipelineHome home = new PipelineHome(directory, directory);
    ServicePorts ports = new ServicePorts(1, 2);
    new ServiceProcesses(home.run())
        .start(
            new ServiceJvm(BOTH),
            List.of("sleep", "60"),
            Map.of(),
            Map.of(ONE, ports, PipelineService.ANALYTICS_SINK, ports),
            home.log("pipeline"));
    fleet = new ServiceFleet(home, probe, true, Map.of(), new RecordedProgress());
  }

  @AfterEach
  void end() throws InterruptedException {
    fleet.stop(BOTH);
    probe.close();
  }

  @Test
  void oneOfASharedProcessIsNotStoppedAlone() {
    String why = "ingest-api runs in one process with the others of ingest-api, analytics-sink: ";
    assertThatThrownBy(() -> fleet.stop(List.of(ONE)))
        .isInstanceOf(OperationException.class)
        .hasMessageStartingWith(why);
    assertThatThrownBy(() -> fleet.kill(List.of(ONE))).hasMessageStartingWith(why);
    assertThatThrownBy(() -> fleet.terminate(ONE)).hasMessageStartingWith(why);
    assertThat(BOTH).allMatch(service -> fleet.running(service).isPresent());
  }

  @Test
  void allOfASharedProcessAreKilledAndRemembered() throws Exception {
    fleet.kill(BOTH);
    assertThat(BOTH).allMatch(service -> fleet.running(service).isEmpty());
    assertThat(fleet.last(ONE).map(RunningService::log))
        .contains(directory.resolve("logs/pipeline.log"));
  }
}
