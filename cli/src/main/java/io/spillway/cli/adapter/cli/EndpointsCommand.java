package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "endpoints",
    description = "Lists the addresses of the running stack.",
    footer = {
      "",
      "Examples:",
      "  ./spillway endpoints",
      "  ./spillway endpoints --json   with the MySQL accounts",
    })
final class EndpointsCommand extends SpillwayCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() {
    if (json) {
      print(EndpointsText.json(context.deployment()));
    } else {
      EndpointsText.lines(context.deployment()).forEach(this::print);
    }
    return OK;
  }
}
