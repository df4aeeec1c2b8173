package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.PipelineService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  private final CommandContext context;

  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "Services to stop.")
  List<String> services = new ArrayList<>();

  @Option(names = "--kill", description = "Terminate them with SIGKILL.")
  boolean kill;

  StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    List<PipelineService> named = ServiceNames.orAll(services, spec);
    if (kill) {
      context.deployment().kill(named);
    } else {
      context.deployment().stop(named);
    }
    return OK;
  }
}
