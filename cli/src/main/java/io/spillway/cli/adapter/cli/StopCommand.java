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
    description = "Stops some services; the servers and the other services go on.",
    footer = {
      "",
      "Examples:",
      "  ./spillway stop inventory-processor         in good order",
      "  ./spillway stop inventory-processor --kill  as a crash would",
    })
final class StopCommand extends SpillwayCommand {
  private final CommandContext context;

  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "Services to stop.")
  List<String> services = new ArrayList<>();

  @Option(names = "--kill", description = "End them at once, with SIGKILL.")
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
