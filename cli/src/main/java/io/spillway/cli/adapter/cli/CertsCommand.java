package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;

@Command(
    name = "certs",
    description = {
      "Lists and renews the certificates of a secured stack's servers and services, and makes"
          + " certificates, accounts and keys for containers."
    },
    subcommands = {CertsListCommand.class, CertsRotateCommand.class, CertsInitCommand.class},
    synopsisSubcommandLabel = "list|rotate|init",
    footer = {
      "",
      "Examples:",
      "  ./spillway certs list",
      "  ./spillway certs rotate",
      "  ./spillway certs init"
    })
final class CertsCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("Missing subcommand: list, rotate or init");
  }
}
