package io.spillway.cli.adapter.cli;

import io.spillway.operate.StorePreparation;
import picocli.CommandLine.Command;

@Command(
    name = "prepare",
    description = {
      "Creates the topics, with the partitions that orders are routed by, and the tables that are"
          + " missing on running servers; what is there stays as it is.",
      "'up' does this by itself; deployments that start the services in another way run it first."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway prepare",
      "  docker compose run --rm prepare",
    })
final class PrepareCommand extends SpillwayCommand {
  private final CommandContext context;

  PrepareCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    StorePreparation.run(context.deployment().backends());
    context.progress().say("tables and topics are ready");
    return OK;
  }
}
