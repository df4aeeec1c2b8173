package io.spillway.stack.adapter.service;

import io.spillway.stack.adapter.os.DetachedCommand;
import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.os.ServerProcess;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.ServiceLaunch;
import io.spillway.stack.core.ServicePorts;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Starts and ends services as processes that outlive their starter, each in a session of its own
 * and with its priority.
 */
public final class ServiceProcesses {
  private final ServiceRecords records;

  /** {@code runDirectory} holds the records, shared by all commands of one home. */
  public ServiceProcesses(Path runDirectory) {
    this.records = new ServiceRecords(runDirectory);
  }

  /** The process of a service while it runs. */
  public Optional<RunningService> running(PipelineService service) {
    return records.read(service).filter(RunningService::isAlive);
  }

  /** How a service was last started, running or not, unless it was stopped on purpose. */
  public Optional<RunningService> last(PipelineService service) {
    return records.read(service);
  }

  /** The services that were last started in this very process, running or not. */
  public List<PipelineService> sharing(RunningService process) {
    return Arrays.stream(PipelineService.values())
        .filter(service -> last(service).filter(process::isSameProcess).isPresent())
        .toList();
  }

  /**
   * Starts a process and remembers it for each of its services; does not wait until it is ready.
   */
  public List<RunningService> start(
      ServiceJvm jvm,
      List<String> command,
      Map<String, String> environment,
      Map<PipelineService, ServicePorts> ports,
      Path log) {
    try {
      Files.createDirectories(directory(log));
      keepPrevious(log);
      Process process =
          builder(DetachedCommand.of(jvm.priority(), command), environment, log).start();
      long mark = ProcessRecord.of(process.pid()).map(ProcessRecord::startTicks).orElse(-1L);
      Instant now = Instant.now();
      List<RunningService> started = new ArrayList<>();
      for (PipelineService service : jvm.services()) {
        ServicePorts own = Objects.requireNonNull(ports.get(service), "ports of a service");
        RunningService running = new RunningService(service, process.pid(), mark, own, now, log);
        records.write(running);
        started.add(running);
      }
      return started;
    } catch (IOException e) {
      throw new OperationException(
          String.format(Locale.ROOT, "Failed to start %s: %s", jvm.name(), e.getMessage()), e);
    }
  }

  /**
   * Ends a service's process in good order, by force after the grace. Answers whether one was
   * running.
   */
  public boolean stop(PipelineService service, Duration grace) throws InterruptedException {
    boolean ran = running(service).isPresent();
    terminate(service, grace);
    forget(service);
    return ran;
  }

  /** Ends a service's process at once, as a crash would; its ports are kept for the next start. */
  public void kill(PipelineService service) throws InterruptedException {
    Optional<ProcessRecord> process = last(service).flatMap(RunningService::process);
    if (process.isPresent()) {
      ServerProcess.kill(process.get());
    }
  }

  /** Ends a service's process in good order; its ports are kept for the next start. */
  public void terminate(PipelineService service, Duration grace) throws InterruptedException {
    Optional<ProcessRecord> process = last(service).flatMap(RunningService::process);
    if (process.isPresent()) {
      ServerProcess.terminate(process.get(), grace);
    }
  }

  private void forget(PipelineService service) {
    try {
      records.forget(service);
    } catch (IOException e) {
      throw new OperationException("Failed to delete the run state of " + service.serviceName(), e);
    }
  }

  private static ProcessBuilder builder(
      List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory(log).toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> !ServiceLaunch.inherits(name));
    builder.environment().putAll(environment);
    return builder;
  }

  private static Path directory(Path log) {
    return Objects.requireNonNull(log.toAbsolutePath().getParent(), "a log lies in a directory");
  }

  /** One log a start; the one before stays, because it may tell why the service ended. */
  private static void keepPrevious(Path log) throws IOException {
    if (Files.exists(log)) {
      String name = String.valueOf(log.getFileName()).replaceFirst("\\.log$", ".previous.log");
      Files.move(log, log.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
