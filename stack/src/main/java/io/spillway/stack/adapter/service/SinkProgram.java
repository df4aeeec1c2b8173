package io.spillway.stack.adapter.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Another program in the analytics sink's jar, run to its end as a process: its libraries and ours
 * do not share a class path. It speaks on standard error and logs to standard output.
 */
public record SinkProgram(Path root, Path logs) {
  /**
   * Runs it.
   *
   * @param name of its log file
   * @param lines gets what it says, line by line
   * @return its exit code
   * @throws OperationException when it cannot be started
   */
  public int run(
      String name,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment,
      Consumer<String> lines)
      throws InterruptedException {
    Path jar = PipelineService.ANALYTICS_SINK.jar(root);
    if (!Files.isRegularFile(jar)) {
      throw new OperationException(jar + " does not exist; ./spillway up builds it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", jar.toString(), mainClass));
    command.addAll(arguments);
    try {
      Files.createDirectories(logs);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(logs.resolve(name + ".log").toFile());
      Process process = builder.start();
      return follow(process, lines);
    } catch (IOException e) {
      throw new OperationException("Failed to run " + name + ": " + e.getMessage(), e);
    }
  }

  private static int follow(Process process, Consumer<String> lines)
      throws IOException, InterruptedException {
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      String line = said.readLine();
      while (line != null) {
        lines.accept(Objects.requireNonNull(line));
        line = said.readLine();
      }
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
