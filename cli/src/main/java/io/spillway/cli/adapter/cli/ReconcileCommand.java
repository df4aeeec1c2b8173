package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.ReconcileFlow;
import io.spillway.verify.adapter.elastic.DocumentFacts;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.mysql.ShardFacts;
import io.spillway.verify.adapter.repair.StoreRepairs;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.reconcile.Reconciliation;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    description = {
      "Compares order rows with their newest events, rows with their documents, and stock with its"
          + " movements; with --fix, puts right what differs.",
      "A document is put right by publishing its row once more, so that the sink makes it; one that"
          + " is newer or of other content is removed before. A row behind its newest event is"
          + " written from it. Stock that differs from its movements is only reported. Orders may"
          + " flow meanwhile: what differs is looked at twice."
    },
    footer = {
      "",
      "Exit codes: 0 nothing differs or all is fixed, 1 something differs, 2 wrong usage, 3 a",
      "server does not answer.",
      "",
      "Examples:",
      "  ./spillway reconcile",
      "  ./spillway reconcile --fix --tenant shop-7",
    })
final class ReconcileCommand extends SpillwayCommand {
  private final CommandContext context;

  @Option(names = "--fix", description = "Put right what differs.")
  boolean fix;

  @Option(names = "--json", description = "Print the result as one line of JSON, and only that.")
  boolean json;

  @Option(names = "--tenant", paramLabel = "T", description = "Only what is this tenant's.")
  @Nullable String tenant;

  ReconcileCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try {
      return reconcile();
    } catch (UnavailableException | OperationException e) {
      context.terminal().err().println("spillway: " + e.getMessage());
      return CheckCommand.NOT_TOLD;
    }
  }

  private int reconcile() throws UnavailableException, InterruptedException {
    Backends backends = context.deployment().backends();
    try (KafkaOrderLog log = new KafkaOrderLog(backends.kafka());
        DocumentFacts documents = new DocumentFacts(backends.elasticsearch());
        StoreRepairs repairs = new StoreRepairs(backends)) {
      Reconciliation result =
          new ReconcileFlow(
                  log,
                  new ShardFacts(backends),
                  documents,
                  repairs,
                  Pause.system(),
                  context.progress())
              .run(new Scope(tenant, null), fix);
      PrintStream people = json ? context.terminal().err() : context.terminal().out();
      ReconcileText.lines(result).forEach(people::println);
      if (json) {
        context.terminal().out().println(ReconcileText.json(result));
      }
      return result.ok() ? OK : FAILED;
    }
  }
}
