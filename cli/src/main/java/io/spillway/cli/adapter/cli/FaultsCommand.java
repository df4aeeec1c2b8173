package io.spillway.cli.adapter.cli;

import io.spillway.faults.adapter.FaultSuite;
import io.spillway.faults.core.FaultKind;
import io.spillway.faults.core.FaultSchedule;
import io.spillway.faults.core.Load;
import io.spillway.faults.core.ReliabilityTable;
import io.spillway.faults.core.RoundResult;
import io.spillway.stack.PipelineHome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "faults",
    description = {
      "Starts a separate stack, sends orders, injects a fault, removes it, waits for recovery, and"
          + " verifies that no order is lost, doubled or oversold.",
      "The stack's home is the directory faults in SPILLWAY_HOME; it is removed at the end, but"
          + " for the journals, unless --keep is given."
    },
    footer = {
      "",
      "Exit code 0 only if every guarantee held in every round.",
      "",
      "Examples:",
      "  ./spillway faults --list",
      "  ./spillway faults --scenario inventory-killed",
      "  ./spillway faults --scenario 13,14         all faults of two rows",
      "  ./spillway faults --random --seed 7 --minutes 30 --calm 120",
      "  ./spillway faults --random --secure        encrypted and with accounts",
      "  ./spillway faults --random --keep          then SPILLWAY_HOME=... ./spillway up",
      "  ./spillway faults --scenario rolling-upgrade --other ../spillway-1.1",
    })
final class FaultsCommand extends SpillwayCommand {
  private static final int MAX_MINUTES = 24 * 60;
  private static final double MAX_RATE = 20_000;

  @Option(names = "--list", description = "Name every fault and its row.")
  boolean list;

  @Option(
      names = "--scenario",
      paramLabel = "N",
      split = ",",
      description = "Faults by name, or rows by number, one round each.")
  List<String> scenarios = List.of();

  @Option(names = "--random", description = "One round with a random mix of faults.")
  boolean random;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed draws the same orders and faults (default: any; it is printed).")
  @Nullable Long seed;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Minutes during which --random injects faults (default: ${DEFAULT-VALUE}).")
  double minutes = 5;

  @Option(
      names = "--every",
      paramLabel = "S",
      description =
          "Seconds between the faults of --random, on average (default: ${DEFAULT-VALUE}).")
  int every = Math.toIntExact(FaultSchedule.USUAL_GAP.toSeconds());

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Orders a second (default: ${DEFAULT-VALUE}).")
  double rate = 300;

  @Option(
      names = "--calm",
      paramLabel = "S",
      description =
          "Seconds of orders before the first fault, and after the last was caught up with"
              + " (default: ${DEFAULT-VALUE}). Minutes of it warm a stack up.")
  int calm = Math.toIntExact(Load.USUAL_CALM.toSeconds());

  @Option(
      names = "--brokers",
      paramLabel = "B",
      description = "Kafka brokers, 1 or 3 (default: ${DEFAULT-VALUE}).")
  int brokers = 1;

  @Option(
      names = "--secure",
      description = "Encrypt everything, with accounts and keys, as 'up --secure' does.")
  boolean secure;

  @Option(names = "--plain", description = "Send plain orders only: no holds, no commands.")
  boolean plain;

  @Option(
      names = "--other",
      paramLabel = "DIR",
      description = "A checkout of another version, built, for rolling-upgrade.")
  @Nullable Path other;

  @Option(
      names = "--keep",
      description = "Stop the stack at the end but leave its data, to be started by up.")
  boolean keep;

  @Option(names = "--json", description = "Print only the results, as one line of JSON.")
  boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the figures into the table of this Markdown file.")
  @Nullable Path report;

  @Override
  public Integer call() throws Exception {
    if (list) {
      FaultsText.list().forEach(this::print);
      return OK;
    }
    List<FaultKind> kinds = kinds();
    require(random == kinds.isEmpty(), "--scenario or --random is required");
    require(
        minutes > 0 && minutes <= MAX_MINUTES, "--minutes = " + minutes + " is outside 0..1440");
    require(every >= 5 && every <= 3_600, "--every = " + every + " is outside 5..3600");
    require(rate > 0 && rate <= MAX_RATE, "--rate = " + rate + " is outside 0..20000");
    require(calm >= 1 && calm <= 3_600, "--calm = " + calm + " is outside 1..3600");
    require(brokers == 1 || brokers == 3, "--brokers = " + brokers + ": expected 1 or 3");
    for (FaultKind kind : kinds) {
      require(kind.brokers() <= brokers, kind.label() + " needs --brokers " + kind.brokers());
      require(!kind.needsOtherVersion() || other != null, kind.label() + " needs --other DIR");
    }
    return InterruptGuard.run(() -> run(kinds));
  }

  private int run(List<FaultKind> kinds) throws Exception {
    long first = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed;
    PipelineHome home =
        new PipelineHome(context.home().root(), context.home().data().resolve("faults"));
    PrintStream people = people(json);
    Load load = new Load(rate, !plain, Duration.ofSeconds(calm));
    FaultSuite.Shape shape = new FaultSuite.Shape(brokers, secure);
    List<RoundResult> rounds = new ArrayList<>();
    try (FaultSuite suite =
        FaultSuite.start(home, kinds, shape, load, otherVersion(), context.progress())) {
      if (keep) {
        suite.keep();
        people.println(
            String.format(
                Locale.ROOT,
                "stack kept: SPILLWAY_HOME=%s SPILLWAY_BROKERS=%d SPILLWAY_PORTS=random ./spillway"
                    + " up",
                home.data(),
                brokers));
      }
      if (random) {
        Duration duration = Duration.ofMillis((long) (minutes * 60_000));
        add(rounds, suite.random(first, duration, Duration.ofSeconds(every)), people);
      }
      for (FaultKind kind : kinds) {
        add(rounds, suite.single(kind, first), people);
      }
    }
    boolean ok = rounds.stream().allMatch(RoundResult::ok);
    people.println(
        ok
            ? context.terminal().green("ok: nothing lost, doubled or oversold")
            : context.terminal().red("NOT ok: see the objections above"));
    if (json) {
      print(FaultsText.json(rounds));
    }
    return ok ? OK : FAILED;
  }

  private Path otherVersion() {
    return other == null ? context.home().root() : other.toAbsolutePath().normalize();
  }

  /** Reported at once: a later round that fails must not take the figures of earlier ones along. */
  private void add(List<RoundResult> rounds, RoundResult round, PrintStream people)
      throws IOException {
    rounds.add(round);
    if (report != null) {
      String page = ReliabilityTable.updated(Files.readString(report), List.of(round));
      Files.writeString(report, page);
    }
    people.println();
    FaultsText.lines(round).forEach(people::println);
    people.println();
  }

  private List<FaultKind> kinds() {
    try {
      return FaultKind.named(scenarios, brokers);
    } catch (IllegalArgumentException e) {
      throw wrong("--scenario: " + e.getMessage());
    }
  }
}
