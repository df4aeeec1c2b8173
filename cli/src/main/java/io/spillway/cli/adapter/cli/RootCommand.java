package io.spillway.cli.adapter.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "spillway",
    description = "Runs, feeds and watches the Spillway order pipeline on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {},
    footer = {
      "",
      "Data, logs and run state live in .spillway beside the launcher, or in SPILLWAY_HOME.",
      "SPILLWAY_PORTS=random takes any free ports, so that stacks run side by side;",
      "SPILLWAY_BROKERS=3 starts a new stack with three Kafka brokers.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage.",
      "",
      "Examples:",
      "  ./spillway demo                     the whole pipeline once, with 2,000 orders",
      "  ./spillway up                       start it and leave it running",
      "  ./spillway tail orders.events.v1    watch what happens",
    })
final class RootCommand extends SpillwayCommand {
  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("run by picocli only");
    }
    throw new ParameterException(own.commandLine(), "Missing command");
  }
}
