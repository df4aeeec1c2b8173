package io.spillway.cli.adapter.cli;

import io.spillway.operate.StoreWiring;
import picocli.CommandLine.Command;

@Command(
    name = "prepare",
    description = {
      "Creates missing topics, with spillway.partitions, and missing tables on running servers;"
          + " existing ones stay unchanged.",
      "'up' does the same; deployments that start the services in another way run this first."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway prepare",
      "  docker compose run --rm prepare",
    })
final class PrepareCommand extends SpillwayCommand {
  @Override
  public Integer call() throws Exception {
    StoreWiring.run(context.deployment().backends(), context.home().data());
    context.progress().say("tables and topics exist");
    return OK;
  }
}
