package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    description = {"Stops the services, then the servers.", "Keeps all data for the next up."},
    footer = {
      "",
      "Examples:",
      "  ./spillway down         stop",
      "  ./spillway down --wipe  stop and delete all data and logs",
    })
final class DownCommand extends SpillwayCommand {
  @Option(names = "--wipe", description = "Also delete all data and logs.")
  boolean wipe;

  @Override
  public Integer call() throws Exception {
    context.deployment().down(wipe);
    context.progress().say(wipe ? "stopped; data and logs deleted" : "stopped");
    return OK;
  }
}
