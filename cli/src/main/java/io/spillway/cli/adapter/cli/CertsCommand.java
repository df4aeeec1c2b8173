package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;

@Command(
    name = "certs",
    description = "Lists and renews the certificates of a secured stack's servers and services.",
    subcommands = {CertsListCommand.class, CertsRotateCommand.class},
    synopsisSubcommandLabel = "list|rotate",
    footer = {"", "Examples:", "  ./spillway certs list", "  ./spillway certs rotate"})
final class CertsCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("Missing subcommand: list or rotate");
  }
}
