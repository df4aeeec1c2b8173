package io.spillway.cli.adapter.cli;

import io.spillway.operate.ForgetWiring;
import io.spillway.operate.core.AuditedActs;
import io.spillway.runtime.audit.AuditException;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import picocli.CommandLine.Command;

@Command(
    name = "rewrap-keys",
    description = {
      "Wraps customers' keys with the newest master key, so that those before it can be removed from"
          + " their file. Values stay as they are, and orders keep flowing. The audit log gets an"
          + " entry."
    },
    footer = {
      "",
      "SPILLWAY_PRIVACY_MASTER_KEY_FILE is that of the services.",
      "Exit codes: 0 done, 2 wrong usage, 3 a server does not respond; then run the same again.",
      "",
      "Example, after a line was added and every ingest-api was started anew:",
      "  ./spillway rewrap-keys",
    })
final class RewrapCommand extends SpillwayCommand {
  @Override
  public Integer call() throws Exception {
    try {
      int done =
          InterruptGuard.run(
              () -> audited(AuditedActs::rewrapKeys, this::rewrap, RewrapCommand::outcome));
      print("keys wrapped anew: " + done);
      return OK;
    } catch (UnavailableException | OperationException | AuditException e) {
      context.terminal().err().println("spillway: " + e.getMessage());
      return CheckCommand.NOT_TOLD;
    }
  }

  private int rewrap() throws Exception {
    return ForgetWiring.rewrap(
        context.deployment().backends(),
        ForgetCommand.masterKeys(context, System.getenv()),
        context.progress());
  }

  private static Outcome outcome(int done) {
    return Outcome.done(done + " keys wrapped anew");
  }
}
