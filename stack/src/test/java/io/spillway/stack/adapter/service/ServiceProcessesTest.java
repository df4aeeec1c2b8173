package io.spillway.stack.adapter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.ServicePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessesTest {
  private static final PipelineService SERVICE = PipelineService.CDC_CONNECTOR;
  private static final ServicePorts PORTS = new ServicePorts(9104, 0);

  @TempDir Path directory;

  @AfterEach
  void endAll() throws InterruptedException {
    for (PipelineService service : PipelineService.values()) {
      processes().stop(service, Duration.ZERO);
    }
  }

  @Test
  void aServiceIsFoundByTheNextCommand() {
    RunningService started = start("sleep 60");
    assertThat(processes().running(SERVICE)).contains(started);
    assertThat(started.residentBytes()).isPositive();
    assertThat(Path.of(directory + "/run/cdc-connector.pid")).hasContent(started.pid() + "\n");
  }

  @Test
  void aStoppedServiceIsForgotten() throws Exception {
    RunningService started = start("sleep 60");
    assertThat(processes().stop(SERVICE, Duration.ofSeconds(10))).isTrue();
    assertThat(started.isAlive()).isFalse();
    assertThat(processes().last(SERVICE)).isEmpty();
    assertThat(Path.of(directory + "/run/cdc-connector.pid")).doesNotExist();
  }

  @Test
  void servicesOfOneProcessEndTogether() throws Exception {
    List<PipelineService> two = List.of(PipelineService.INGEST_API, SERVICE);
    Map<PipelineService, ServicePorts> ports =
        Map.of(PipelineService.INGEST_API, new ServicePorts(9101, 8080), SERVICE, PORTS);
    List<RunningService> started = start("sleep 60", new ServiceJvm(two), ports);
    assertThat(started).extracting(RunningService::service).isEqualTo(two);
    assertThat(started).extracting(RunningService::pid).containsOnly(started.getFirst().pid());
    for (RunningService each : started) {
      assertThat(processes().running(each.service())).contains(each);
      assertThat(processes().sharing(each)).isEqualTo(two);
    }
    processes().kill(SERVICE);
    assertThat(started).noneMatch(RunningService::isAlive);

    RunningService alone = start("sleep 60");
    assertThat(processes().sharing(alone)).containsExactly(SERVICE);
  }

  @Test
  void aServiceThatWillNotEndIsKilled() throws Exception {
    // Ready only when the trap is set.
    RunningService started = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    while (!Files.readString(started.log()).contains("ready")) {
      Thread.sleep(10);
    }
    processes().stop(SERVICE, Duration.ofMillis(300));
    assertThat(started.isAlive()).isFalse();
  }

  @Test
  void aKilledServiceKeepsItsPortsForTheNextStart() throws Exception {
    start("sleep 60");
    processes().kill(SERVICE);
    assertThat(processes().running(SERVICE)).isEmpty();
    assertThat(processes().last(SERVICE).orElseThrow().ports()).isEqualTo(PORTS);
  }

  /** Its first thread is a zombie tens of milliseconds before the last one lets the port go. */
  @Test
  void aKilledServiceHasLetItsPortGo() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    RunningService started =
        start("exec '%s' -cp '%s' %s".formatted(java, classes, PortHolder.class.getName()));
    Matcher port = Pattern.compile("port (\\d+)\n").matcher("");
    while (!port.reset(Files.readString(started.log())).find()) {
      Thread.sleep(10);
    }
    // The signal alone, so that the wait for the end is the one under test.
    ProcessHandle.of(started.pid()).orElseThrow().destroyForcibly();
    while (started.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(Ports.isFree(Integer.parseInt(port.group(1)))).isTrue();
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTheService() throws Exception {
    RunningService started = start("sleep 60");
    RunningService other =
        new RunningService(
            SERVICE,
            started.pid(),
            started.startMark() + 1,
            PORTS,
            started.startedAt(),
            started.log());
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void theLogOfTheStartBeforeIsKept() throws Exception {
    awaitEnd(start("echo first"));
    RunningService second = start("echo second");
    awaitEnd(second);
    assertThat(second.log()).hasContent("second\n");
    assertThat(directory.resolve("logs/s.previous.log")).hasContent("first\n");
  }

  @Test
  void theEnvironmentIsGivenAndTheRestIsLeftOut() throws Exception {
    RunningService started = start("env");
    awaitEnd(started);
    assertThat(Files.readString(started.log()))
        .contains("GIVEN=yes")
        .doesNotContain("JAVA_TOOL_OPTIONS");
  }

  private static void awaitEnd(RunningService service) throws InterruptedException {
    while (service.isAlive()) {
      Thread.sleep(10);
    }
  }

  private RunningService start(String script) {
    return start(script, ServiceJvm.of(SERVICE), Map.of(SERVICE, PORTS)).getFirst();
  }

  private List<RunningService> start(
      String script, ServiceJvm jvm, Map<PipelineService, ServicePorts> ports) {
    return processes()
        .start(
            jvm,
            List.of("/bin/sh", "-c", script),
            Map.of("GIVEN", "yes"),
            ports,
            directory.resolve("logs/s.log"));
  }

  private ServiceProcesses processes() {
    return new ServiceProcesses(directory.resolve("run"));
  }
}
