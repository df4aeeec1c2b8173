package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    description = {
      "Stops the services, then the servers; no process and no port is left.",
      "Data stay for the next up."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway down         stop",
      "  ./spillway down --wipe  stop and forget all data and logs",
    })
final class DownCommand extends SpillwayCommand {
  private final CommandContext context;

  @Option(names = "--wipe", description = "Delete all data and logs too.")
  boolean wipe;

  DownCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.deployment().down(wipe);
    context.progress().say(wipe ? "stopped and wiped" : "stopped");
    return OK;
  }
}
