package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to start one server.
 *
 * @param environment all of it besides PATH, HOME and LANG
 * @param output file that standard output and error are appended to
 * @param pidFile set where the command is a launcher that leaves the server's id there and ends
 */
public record Launch(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path output,
    Optional<Path> pidFile,
    Priority priority) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public static Launch of(List<String> command, Path directory, Path output, Priority priority) {
    return new Launch(command, Map.of(), directory, output, Optional.empty(), priority);
  }
}
