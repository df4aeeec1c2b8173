package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Verifies that nothing was lost, doubled or oversold: compares Kafka, MySQL, Elasticsearch,"
          + " the services' counters and a sample of the API's responses, and prints what it"
          + " examined.",
      "Waits until the pipeline is idle: then every order is settled."
    },
    footer = {
      "",
      "Exit codes: 0 every invariant holds, 1 an invariant is violated, 2 wrong usage, 3 unknown:",
      "a server does not respond, or the pipeline did not become idle.",
      "",
      "Examples:",
      "  ./spillway check",
      "  ./spillway check --tenant shop-7 --since 2026-11-01T00:00:00Z",
      "  ./spillway check --json | jq .ok",
    })
final class CheckCommand extends SpillwayCommand {
  static final int NOT_TOLD = 3;

  @Option(names = "--json", description = "Print only the verdict, as one line of JSON.")
  boolean json;

  @Option(names = "--tenant", paramLabel = "T", description = "Only this tenant.")
  @Nullable String tenant;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only orders accepted since, such as 2026-11-01T00:00:00Z; all stock.")
  @Nullable Instant since;

  @Option(
      names = "--settle",
      paramLabel = "D",
      description = "Wait this long for the pipeline to become idle (default: ${DEFAULT-VALUE}).")
  Duration settle = Duration.ofSeconds(60);

  @Override
  public Integer call() throws Exception {
    try {
      return check();
    } catch (UnavailableException | OperationException e) {
      context.terminal().err().println("spillway: " + e.getMessage());
      return NOT_TOLD;
    }
  }

  private int check() throws UnavailableException, InterruptedException {
    long start = System.nanoTime();
    CheckReport report =
        CheckWiring.of(context.deployment(), context.progress())
            .of(new Scope(tenant, since), settle);
    print(report, Duration.ofNanos(System.nanoTime() - start));
    return report.ok() ? OK : FAILED;
  }

  private void print(CheckReport report, Duration took) {
    Terminal terminal = context.terminal();
    PrintStream people = json ? terminal.err() : terminal.out();
    CheckText.lines(report).forEach(people::println);
    String verdict =
        report.ok()
            ? terminal.green("ok: every invariant holds")
            : terminal.red("NOT ok: see the violations above");
    people.println(verdict + " (" + ProgressText.duration(took) + ")");
    if (json) {
      terminal.out().println(CheckText.json(report, took));
    }
  }
}
