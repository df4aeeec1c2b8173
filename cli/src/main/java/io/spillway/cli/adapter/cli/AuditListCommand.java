package io.spillway.cli.adapter.cli;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.AuditFlow;
import io.spillway.verify.core.audit.AuditSelection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Prints entries, one a line, oldest first.",
    footer = {
      "",
      "Exit codes: 0 done, 2 wrong usage, 3 the topic could not be read.",
      "",
      "Example:",
      "  ./spillway audit list --tenant shop-7 --json | jq .who"
    })
final class AuditListCommand extends AuditCommand.Sub {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only entries written since, such as 2026-11-01T00:00:00Z.")
  @Nullable Instant since;

  @Option(
      names = "--action",
      paramLabel = "A",
      description =
          "Only this action, such as replay, redrive, discard, reconcile-fix, reindex,"
              + " stock-adjust or access-apply.")
  @Nullable String action;

  @Option(
      names = "--tenant",
      paramLabel = "T",
      description = "Only entries that concern this tenant, or all tenants.")
  @Nullable String tenant;

  @Override
  int call(AuditFlow flow) throws UnavailableException, InterruptedException {
    long unreadable =
        flow.list(
            new AuditSelection(since, action, tenant),
            (record, offset) ->
                print(json ? AuditText.json(record, offset) : AuditText.line(record.entry())));
    if (unreadable > 0) {
      context
          .terminal()
          .err()
          .println(unreadable + " records are no audit entries: see ./spillway audit verify");
    }
    return OK;
  }
}
