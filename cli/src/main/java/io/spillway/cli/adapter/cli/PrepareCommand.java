package io.spillway.cli.adapter.cli;

import io.spillway.operate.KeyWiring;
import io.spillway.operate.StoreWiring;
import io.spillway.stack.core.Backends;
import picocli.CommandLine.Command;

@Command(
    name = "prepare",
    description = {
      "Creates missing topics, with spillway.partitions, and missing tables on running servers;"
          + " existing ones stay unchanged. On servers with accounts it also gives the services"
          + " their rights.",
      "Makes the key in SPILLWAY_API_KEY_FILE an operator's, unless it is known.",
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
    Backends backends = context.deployment().backends();
    StoreWiring.run(backends, context.home().data());
    context.deployment().apiKey().ifPresent(key -> KeyWiring.admit(backends, key));
    context.progress().say("tables and topics exist");
    return OK;
  }
}
