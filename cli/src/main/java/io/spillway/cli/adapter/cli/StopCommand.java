package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.PipelineService;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    description = {
      "Stops services; the servers and all other services keep running.",
      "Services that share a process are stopped together: name all of them, or start them with"
          + " ./spillway up --processes."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway stop inventory-processor         gracefully",
      "  ./spillway stop inventory-processor --kill  as a crash would",
    })
final class StopCommand extends SpillwayCommand {
  @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "Services to stop.")
  List<String> services = new ArrayList<>();

  @Option(names = "--kill", description = "Terminate them with SIGKILL.")
  boolean kill;

  @Override
  public Integer call() throws Exception {
    List<PipelineService> named = services(services);
    if (kill) {
      context.deployment().kill(named);
    } else {
      context.deployment().stop(named);
    }
    return OK;
  }
}
