package io.spillway.bench.adapter.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link HotPaths} under JMH, in forked JVMs with garbage accounted. */
public final class HotPathsRun {
  private HotPathsRun() {}

  /** Writes {@code hot-paths.csv} into a directory; answers its lines. */
  public static List<String> run(Path directory, int seconds, int forks)
      throws RunnerException, IOException {
    var options =
        new OptionsBuilder()
            .include(HotPaths.class.getName())
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(1)
            .measurementTime(TimeValue.seconds(seconds))
            .forks(forks)
            .addProfiler("gc")
            .verbosity(VerboseMode.SILENT)
            .build();
    List<String> lines = new ArrayList<>();
    lines.add("path,nanos per operation,error,bytes per operation");
    for (RunResult result : new Runner(options).run()) {
      String name = result.getPrimaryResult().getLabel();
      var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%.1f,%.1f,%.0f",
              name,
              result.getPrimaryResult().getScore(),
              result.getPrimaryResult().getScoreError(),
              allocated == null ? 0 : allocated.getScore()));
    }
    Files.createDirectories(directory);
    Files.write(directory.resolve("hot-paths.csv"), lines);
    return lines;
  }
}
