package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Starts the module {@code bench} in a JVM of its own: a measurement must not share one with us.
 */
@Command(
    name = "bench",
    description = {
      "Measures the pipeline beside its peers and limits on this machine.",
      "",
      "  --rows N,…     rows to run; all when none is named",
      "  --seconds S    how long each contender runs in a round (20)",
      "  --rounds N     how often every contender runs (5)",
      "  --hot-paths    run the pure hot paths under JMH instead; rounds are forks",
      "  --json         print the results as JSON",
      "  --out DIR      write benchmarks.md and benchmarks/ there",
      "  --page         run nothing: write the page anew from kept rounds and remarks"
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway bench                                  every row: hours of a quiet machine",
      "  ./spillway bench --rows 4 --seconds 1 --rounds 1  does it work?",
      "  ./spillway bench --page                           after a remark was changed",
    })
final class BenchCommand extends SpillwayCommand {
  private static final String HEAP = "-Xmx1g";

  @Unmatched List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path root = context.home().root();
    Path jar = root.resolve("bench").resolve("target").resolve("bench.jar");
    if (!Files.isRegularFile(jar)) {
      throw new OperationException(jar + " does not exist: run mvn package, or use ./spillway");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            HEAP, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Dspillway.root=" + root);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread end = new Thread(process::destroy, "bench-end");
    Runtime.getRuntime().addShutdownHook(end);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return status;
  }
}
