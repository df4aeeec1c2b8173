package io.spillway.stack.adapter.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

/**
 * One server in a container that keeps its port and its data over stops and starts, which
 * Testcontainers' own {@code stop} does not. Calls that change it come one at a time.
 */
final class ContainerServer {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerServer.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int TOLD_CHARACTERS = 4_000;

  /**
   * What it is.
   *
   * @param port of this machine's loopback address
   * @param isWell whether the server at a port answers its own protocol
   * @param started what it logs when a start is complete; empty when the protocol tells
   */
  record Role(String name, Server kind, int port, IntPredicate isWell, String started, Path log) {}

  private final Role role;
  private final Duration startLimit;
  private final GenericContainer<?> container;
  private int starts;

  ContainerServer(Role role, Duration startLimit, GenericContainer<?> container) {
    this.role = role;
    this.startLimit = startLimit;
    this.container = container;
  }

  String name() {
    return role.name();
  }

  /** Creates the container, starts it and waits until the server is well. */
  void create(StartListener progress) throws InterruptedException {
    progress.message(role.name(), "starting " + container.getDockerImageName());
    try {
      starts++;
      container.start();
    } catch (ContainerLaunchException e) {
      throw failure("failed to start: " + rootMessage(e), e);
    }
    awaitHealth();
    progress.report(role.name(), "ready on port " + role.port(), 100);
  }

  void start() throws InterruptedException {
    if (pid().isEmpty()) {
      starts++;
      docker().startContainerCmd(id()).exec();
      awaitHealth();
    }
  }

  void stop() {
    try {
      docker().stopContainerCmd(id()).withTimeout((int) ContainerStack.GRACE.toSeconds()).exec();
    } catch (NotModifiedException stoppedAlready) {
      // What was asked for.
    }
  }

  void kill() {
    if (pid().isPresent()) {
      docker().killContainerCmd(id()).exec();
      docker().waitContainerCmd(id()).start().awaitStatusCode();
    }
  }

  void pause() {
    docker().pauseContainerCmd(id()).exec();
  }

  void resume() {
    docker().unpauseContainerCmd(id()).exec();
  }

  /** Removes the container with its data, whatever state it is in. Keeps its log. */
  void remove() {
    if (container.getContainerId() == null) {
      return;
    }
    try {
      Files.writeString(role.log(), container.getLogs());
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("server", role.name())
          .setCause(e)
          .log("Failed to save the container log");
    }
    try {
      docker().removeContainerCmd(id()).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException gone) {
      // What was asked for.
    }
  }

  OptionalLong pid() {
    ContainerState state = docker().inspectContainerCmd(id()).exec().getState();
    Long pid = state.getPidLong();
    return pid == null || pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  ServerStatus status() {
    OptionalLong pid = pid();
    boolean healthy = pid.isPresent() && role.isWell().test(role.port());
    return new ServerStatus(role.name(), role.kind(), pid, healthy, role.port(), role.log());
  }

  private void awaitHealth() throws InterruptedException {
    long begin = System.nanoTime();
    while (!isStarted()) {
      if (pid().isEmpty()) {
        throw failure("terminated during its start", null);
      }
      if (System.nanoTime() - begin > startLimit.toNanos()) {
        throw failure("not healthy after " + startLimit.toSeconds() + " s", null);
      }
      Thread.sleep(POLL);
    }
  }

  /** The log holds every start of this container. */
  private boolean isStarted() {
    return role.isWell().test(role.port())
        && (role.started().isEmpty()
            || container.getLogs().split(role.started(), -1).length > starts);
  }

  private OperationException failure(String reason, @Nullable Throwable e) {
    String logs = container.getContainerId() == null ? "" : container.getLogs();
    String tail = logs.substring(Math.max(0, logs.length() - TOLD_CHARACTERS));
    return new OperationException(
        role.name() + " " + reason + "\n  its log ends with:\n" + tail, e);
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private String id() {
    return container.getContainerId();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
