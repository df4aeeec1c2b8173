package io.spillway.cli.adapter.cli;

import io.spillway.runtime.audit.AuditException;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.ReconcileFlow;
import io.spillway.verify.adapter.config.BackendConfigs;
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
          + " movements; --fix repairs differences and records that in operations.audit.v1.",
      "To repair a document, it publishes its row again for the sink; a document that is newer or"
          + " has different content is deleted first. A row behind its newest event is rewritten"
          + " from it. Stock that differs from its movements is only reported. Orders may keep"
          + " flowing: every difference is verified twice."
    },
    footer = {
      "",
      "Exit codes: 0 no differences or all repaired, 1 differences remain, 2 wrong usage, 3 a",
      "server does not respond.",
      "",
      "Examples:",
      "  ./spillway reconcile",
      "  ./spillway reconcile --fix --tenant shop-7",
    })
final class ReconcileCommand extends SpillwayCommand {
  @Option(names = "--fix", description = "Repair differences.")
  boolean fix;

  @Option(names = "--json", description = "Print only the result, as one line of JSON.")
  boolean json;

  @Option(names = "--tenant", paramLabel = "T", description = "Only this tenant.")
  @Nullable String tenant;

  @Override
  public Integer call() throws Exception {
    try {
      Reconciliation result =
          fix
              ? InterruptGuard.run(
                  () ->
                      audited(
                          acts ->
                              acts.reconcileFix(tenant == null ? AuditEntry.ALL_TENANTS : tenant),
                          this::reconcile,
                          ReconcileCommand::outcome))
              : reconcile();
      PrintStream people = people(json);
      ReconcileText.lines(result).forEach(people::println);
      if (json) {
        print(ReconcileText.json(result));
      }
      return result.ok() ? OK : FAILED;
    } catch (UnavailableException | OperationException | AuditException e) {
      context.terminal().err().println("spillway: " + e.getMessage());
      return CheckCommand.NOT_TOLD;
    }
  }

  private Reconciliation reconcile() throws UnavailableException, InterruptedException {
    Backends backends = context.deployment().backends();
    try (KafkaOrderLog log = new KafkaOrderLog(BackendConfigs.kafka(backends));
        DocumentFacts documents = new DocumentFacts(BackendConfigs.elastic(backends));
        StoreRepairs repairs = new StoreRepairs(backends)) {
      return new ReconcileFlow(
              log, new ShardFacts(backends), documents, repairs, Pause.system(), context.progress())
          .run(new Scope(tenant, null), fix);
    }
  }

  private static Outcome outcome(Reconciliation result) {
    return Outcome.done(
        result.fixed().size() + " of " + result.differences().size() + " differences repaired");
  }
}
