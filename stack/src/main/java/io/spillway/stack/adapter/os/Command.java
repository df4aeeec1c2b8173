package io.spillway.stack.adapter.os;

import io.spillway.stack.core.OperationException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a tool to its end and hands over its lines. Stateless. */
public final class Command {
  private static final int TAIL_LINES = 30;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private Command() {}

  /** Runs in the environment of this process, changed as given; an empty value removes a name. */
  public static List<String> run(
      Path directory,
      List<String> command,
      Map<String, String> environment,
      Consumer<String> onLine)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    try {
      List<String> lines = read(process, onLine);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new OperationException(failure(command, exitCode, lines));
      }
      return lines;
    } finally {
      end(process);
    }
  }

  public static List<String> run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    return run(directory, command, Map.of("LC_ALL", "C.UTF-8"), line -> {});
  }

  /** The executable of this name on PATH. */
  public static Optional<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    // Servers are often installed where an ordinary user's PATH does not look.
    List<String> directories = new ArrayList<>(List.of(path.split(File.pathSeparator)));
    directories.addAll(List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"));
    return directories.stream()
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
        .findFirst();
  }

  /** Where its caller gave up, nothing may go on writing to the directory. */
  private static void end(Process process) {
    boolean interrupted = false;
    process.destroy();
    while (process.isAlive()) {
      try {
        if (!process.waitFor(GRACE)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> read(Process process, Consumer<String> onLine) throws IOException {
    List<String> lines = new ArrayList<>();
    // A reader's lines also end at a carriage return, as in a progress display.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        onLine.accept(line);
      }
    }
    return lines;
  }

  private static String failure(List<String> command, int exitCode, List<String> lines) {
    List<String> tail =
        lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
            .map(line -> "    " + line)
            .toList();
    return String.format(
        Locale.ROOT,
        "command failed with exit code %d: %s%n%s",
        exitCode,
        String.join(" ", command),
        String.join("\n", tail));
  }
}
