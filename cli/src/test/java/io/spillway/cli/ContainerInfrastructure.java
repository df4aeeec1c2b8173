package io.spillway.cli;

import io.spillway.stack.LocalInfrastructure;
import io.spillway.stack.adapter.container.ContainerStack;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.PartitionCounts;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.Infrastructure;
import io.spillway.stack.port.StartListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The servers as containers, which live no longer than the test. */
final class ContainerInfrastructure implements Infrastructure {
  private final Path home;
  private final io.spillway.stack.port.Progress progress;
  private ContainerStack stack;

  ContainerInfrastructure(Path home, io.spillway.stack.port.Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  /** Whether the tests are asked to run over containers. */
  static boolean isWanted() {
    return System.getProperty("stack", "processes").equals("containers");
  }

  @Override
  public synchronized Optional<Backends> running() {
    return Optional.ofNullable(stack)
        .map(it -> LocalInfrastructure.backendsOf(it.endpoints(), PartitionCounts.LARGE));
  }

  @Override
  public synchronized Backends start(RunMode mode) {
    if (stack == null) {
      StartListener said = (subject, message, percent) -> progress.say(subject + ": " + message);
      stack =
          ContainerStack.start(
              StackSpec.builder(home).randomPorts(true).startLimit(Duration.ofMinutes(5)).build(),
              said);
    }
    stack.status().stream()
        .filter(server -> !server.running())
        .map(ServerStatus::name)
        .forEach(stack::start);
    return LocalInfrastructure.backendsOf(stack.endpoints(), PartitionCounts.LARGE);
  }

  @Override
  public synchronized List<ServerState> status() {
    return stack == null
        ? List.of()
        : stack.status().stream()
            .map(
                it ->
                    new ServerState(
                        it.name(),
                        it.pid().orElse(0),
                        it.healthy(),
                        it.port(),
                        0,
                        Duration.ZERO,
                        it.log()))
            .toList();
  }

  @Override
  public synchronized void stop() {
    if (stack != null) {
      stack.close();
      stack = null;
    }
  }

  /** Nothing: what is stopped here is gone. */
  @Override
  public void wipe() {}
}
