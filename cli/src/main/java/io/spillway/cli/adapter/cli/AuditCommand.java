package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.AuditFlow;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.kafka.KafkaAuditTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = {
      "Shows the audit log operations.audit.v1: who did what to which tenant; and verifies that"
          + " no entry was removed, changed, inserted or put elsewhere since it was written."
    },
    subcommands = {AuditListCommand.class, AuditVerifyCommand.class},
    synopsisSubcommandLabel = "list|verify",
    footer = {
      "",
      "Examples:",
      "  ./spillway audit list --since 2026-11-01T00:00:00Z --action replay",
      "  ./spillway audit verify",
    })
final class AuditCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("Missing subcommand: list or verify");
  }

  /** What both share: the way to the topic, and the exit code when it cannot be read. */
  abstract static class Sub extends SpillwayCommand {
    @Option(names = "--json", description = "Print only JSON.")
    boolean json;

    @Override
    public final Integer call() throws Exception {
      check();
      try (KafkaAuditTopic topic =
          new KafkaAuditTopic(BackendConfigs.kafka(context.deployment().backends()))) {
        return call(new AuditFlow(topic, context.progress()));
      } catch (UnavailableException | OperationException e) {
        context.terminal().err().println("spillway: " + e.getMessage());
        return CheckCommand.NOT_TOLD;
      }
    }

    /** Refuses wrong usage, before any server is asked. */
    void check() {}

    abstract int call(AuditFlow flow) throws UnavailableException, InterruptedException;
  }
}
