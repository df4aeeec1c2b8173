package io.spillway.cli.adapter.cli;

import picocli.CommandLine.Command;

@Command(
    name = "spillway",
    description = "Runs, feeds and watches the Spillway order pipeline on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StopCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      EndpointsCommand.class,
      PrepareCommand.class,
      StockCommand.class,
      SubmitCommand.class,
      TailCommand.class,
      OrderCommand.class,
      ReplayCommand.class,
      DlqCommand.class,
      KeysCommand.class,
      CertsCommand.class,
      AccessCommand.class,
      ForgetCommand.class,
      RewrapCommand.class,
      AuditCommand.class,
      CheckCommand.class,
      ReconcileCommand.class,
      ReindexCommand.class,
      KibanaCommand.class,
      FaultsCommand.class,
      BenchCommand.class,
      VulnerabilitiesCommand.class,
      TestCommand.class,
    },
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
  @Override
  public Integer call() {
    throw wrong("Missing command");
  }
}
