package io.spillway.cli.adapter.cli;

import io.spillway.stack.adapter.os.LogFile;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ServerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = "Prints the end of the log of a service or server.",
    footer = {
      "",
      "Examples:",
      "  ./spillway logs order-processor",
      "  ./spillway logs kafka-0 -f",
    })
final class LogsCommand extends SpillwayCommand {
  @Parameters(paramLabel = "SERVICE", description = "A name from ./spillway status.")
  String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Follow the log until Ctrl-C.")
  boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "Lines to show first (default: ${DEFAULT-VALUE}).")
  int lines = 100;

  @Override
  public Integer call() throws Exception {
    Path log = log();
    long end = LogFile.size(log);
    LogFile.last(log, lines, end).forEach(this::print);
    if (follow) {
      LogFile.follow(log, end, context.terminal().out());
    } else if (!Files.exists(log)) {
      throw new OperationException(log + " does not exist: " + name + " has not been started here");
    }
    return OK;
  }

  private Path log() throws InterruptedException {
    List<ServerState> states = context.deployment().status();
    return states.stream()
        .filter(state -> state.name().equals(name))
        .map(ServerState::log)
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    String.format(
                        Locale.ROOT,
                        "unknown name '%s': expected one of %s",
                        name,
                        states.stream().map(ServerState::name).collect(Collectors.joining(", ")))));
  }
}
