package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;

@Command(
    name = "kibana",
    description = "Imports the reports into Kibana.",
    subcommands = KibanaImportCommand.class,
    synopsisSubcommandLabel = "import",
    footer = {"", "Examples:", "  ./spillway kibana import --url http://localhost:5601"})
final class KibanaCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("import is missing");
  }
}
