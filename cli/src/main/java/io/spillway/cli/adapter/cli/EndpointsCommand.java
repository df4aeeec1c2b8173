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
  private final CommandContext context;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  EndpointsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (json) {
      context.terminal().out().println(EndpointsText.json(context.deployment()));
    } else {
      EndpointsText.lines(context.deployment()).forEach(context.terminal().out()::println);
    }
    return OK;
  }
}
