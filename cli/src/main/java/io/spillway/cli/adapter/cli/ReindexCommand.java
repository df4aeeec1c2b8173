package io.spillway.cli.adapter.cli;

import io.spillway.operate.core.AuditedActs;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.adapter.service.SinkProgram;
import io.spillway.stack.core.Backends;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reindex",
    description = {
      "Rolls out a changed Elasticsearch mapping while orders flow: fills new indices from the"
          + " row topics, compares every document, and swaps the aliases. Reports stay available.",
      "Can be interrupted and repeated. Deletes incomplete new indices and lists what they"
          + " lack."
    },
    footer = {
      "",
      "Exit codes: 0 the new indices are live (or could be, with --dry-run), 1 something differs.",
      "",
      "Examples:",
      "  ./spillway reindex --dry-run",
      "  ./spillway reindex",
    })
final class ReindexCommand extends SpillwayCommand {
  @Option(names = "--dry-run", description = "Fill and compare, but do not swap.")
  boolean dryRun;

  @Override
  public Integer call() throws Exception {
    return dryRun
        ? reindex()
        : audited(
            AuditedActs::reindex,
            this::reindex,
            code -> code == OK ? Outcome.done("live") : Outcome.failed("exit code " + code));
  }

  private int reindex() throws InterruptedException {
    Backends backends = context.deployment().backends();
    return new SinkProgram(context.home().root(), context.home().logs())
        .run(
            "reindex",
            "io.spillway.analytics.ReindexMain",
            dryRun ? List.of("--dry-run") : List.of(),
            environment(backends),
            context.terminal().out()::println);
  }

  private static Map<String, String> environment(Backends backends) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPILLWAY_KAFKA_BOOTSTRAP", backends.kafka());
    environment.put("SPILLWAY_ELASTICSEARCH_URI", backends.elasticsearch());
    backends
        .access()
        .ifPresent(
            access -> environment.put("SPILLWAY_SETTINGS_DIR", access.settings().toString()));
    return environment;
  }
}
