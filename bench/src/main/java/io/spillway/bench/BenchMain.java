package io.spillway.bench;

import io.spillway.bench.adapter.cdc.ChangeFeedRow;
import io.spillway.bench.adapter.elastic.DocumentsRow;
import io.spillway.bench.adapter.host.Machine;
import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.http.BatchIngestRow;
import io.spillway.bench.adapter.http.IngestRow;
import io.spillway.bench.adapter.jmh.HotPathsRun;
import io.spillway.bench.adapter.kafka.SagaRow;
import io.spillway.bench.adapter.mysql.GrowthRow;
import io.spillway.bench.adapter.mysql.HotSkuRow;
import io.spillway.bench.adapter.mysql.OrderListRow;
import io.spillway.bench.adapter.mysql.OrderStoreRow;
import io.spillway.bench.adapter.mysql.RoutingRow;
import io.spillway.bench.adapter.mysql.UniformSkusRow;
import io.spillway.bench.adapter.pipeline.ColdRow;
import io.spillway.bench.adapter.pipeline.FootprintRow;
import io.spillway.bench.adapter.pipeline.LatencyRow;
import io.spillway.bench.adapter.pipeline.MemoryRow;
import io.spillway.bench.adapter.pipeline.OutageRow;
import io.spillway.bench.adapter.pipeline.SecurityRow;
import io.spillway.bench.adapter.pipeline.ThroughputRow;
import io.spillway.bench.adapter.report.ReportFiles;
import io.spillway.bench.adapter.report.ReportJson;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code ./spillway bench} command, in a process of its own. */
@Command(
    name = "spillway bench",
    description = {
      "Measures Spillway beside its peers and limits on this machine, interleaved, in rounds.",
      "Long runs (3 rounds or more of more than 2 s) go to docs/benchmarks.md and"
          + " docs/benchmarks/, others to bench/target/report."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway bench                                  every row: hours of a quiet machine",
      "  ./spillway bench --rows 4,5 --seconds 20 --rounds 5",
      "  ./spillway bench --rows 4 --seconds 1 --rounds 1  does it work?",
    })
public final class BenchMain implements Callable<Integer> {
  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "N",
      description = "Rows to run; all when none is named.")
  List<Integer> rows = new ArrayList<>();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "S",
      description = "How long each contender runs in a round (${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often every contender runs (${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--hot-paths",
      description = "Run the pure hot paths under JMH instead of rows; --rounds are forks.")
  boolean hotPaths;

  @Option(
      names = "--page",
      description = "Run nothing: write the page anew from the rounds and remarks that are kept.")
  boolean pageOnly;

  @Option(names = "--json", description = "Print the results as JSON.")
  boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write benchmarks.md and benchmarks/ there.")
  @Nullable Path out;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Runs the rows and ends the JVM: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    // Before any logger exists: results are printed, so what libraries say goes to standard error.
    System.setProperty("logback.configurationFile", "spillway-bench-logback.xml");
    // The binlog client speaks to java.util.logging, and much.
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(run(args));
  }

  static int run(String... args) {
    CommandLine line = new CommandLine(new BenchMain());
    line.setExecutionExceptionHandler(
        (failure, _, _) -> {
          System.err.println("spillway bench: " + failure);
          failure.printStackTrace(System.err);
          return 1;
        });
    return line.execute(args);
  }

  @Override
  public Integer call() throws Exception {
    Path root =
        Path.of(Optional.ofNullable(System.getProperty("spillway.root")).orElse("."))
            .toAbsolutePath()
            .normalize();
    if (hotPaths) {
      BenchConfig alone = new BenchConfig(new TreeSet<>(), Duration.ofSeconds(seconds), rounds);
      HotPathsRun.run(directory(root, alone).resolve("benchmarks"), seconds, rounds)
          .forEach(System.out::println);
      return 0;
    }
    ProcessCpu cpu = new ProcessCpu();
    PrintStream say = json ? System.err : System.out;
    try (Lab lab = new Lab(root, cpu)) {
      Map<Integer, BenchRow> all = rows(lab);
      BenchConfig config =
          new BenchConfig(
              new TreeSet<>(rows.isEmpty() ? all.keySet() : rows),
              Duration.ofSeconds(seconds),
              rounds);
      if (!all.keySet().containsAll(config.rows())) {
        System.err.println("--rows = " + config.rows() + ": expected some of " + all.keySet());
        return 2;
      }
      ReportFiles files = new ReportFiles(directory(root, config));
      BenchFlow flow = new BenchFlow(config, cpu, say::println);
      Map<String, String> facts = Machine.facts();
      List<RowReport> reports = new ArrayList<>();
      for (BenchRow row : all.values()) {
        if (!pageOnly && config.rows().contains(row.spec().number())) {
          RowReport report = flow.run(row, facts);
          reports.add(report);
          files.write(report);
        }
      }
      files.summarise(
          all.values().stream()
              .map(BenchRow::spec)
              .sorted(Comparator.comparingInt(RowSpec::number))
              .toList());
      if (json) {
        System.out.println(ReportJson.of(reports));
      }
      say.println("written to " + files.directory());
      return 0;
    }
  }

  private Path directory(Path root, BenchConfig config) {
    if (out != null) {
      return out.toAbsolutePath();
    }
    return config.isMeant()
        ? root.resolve("docs")
        : root.resolve("bench").resolve("target").resolve("report");
  }

  /** In the order they run: rows that need the same servers after one another. */
  static Map<Integer, BenchRow> rows(Lab lab) {
    Map<Integer, BenchRow> rows = new LinkedHashMap<>();
    for (BenchRow row :
        List.of(
            new UniformSkusRow(lab),
            new HotSkuRow(lab),
            new RoutingRow(lab),
            new OrderStoreRow(lab),
            new OrderListRow(lab),
            new GrowthRow(lab),
            new DocumentsRow(lab),
            new IngestRow(lab),
            new BatchIngestRow(lab),
            new SagaRow(lab),
            new ChangeFeedRow(lab),
            new LatencyRow(lab),
            new ThroughputRow(lab),
            new OutageRow(lab),
            new MemoryRow(lab),
            new FootprintRow(lab),
            new ColdRow(lab),
            new SecurityRow(lab))) {
      rows.put(row.spec().number(), row);
    }
    return rows;
  }
}
