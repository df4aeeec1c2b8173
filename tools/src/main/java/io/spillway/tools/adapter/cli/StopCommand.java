package io.spillway.tools.adapter.cli;

import io.spillway.tools.core.PipelineService;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    description = "Stops some services in good order; the servers and the others go on.",
    footer = {"", "Example:", "  ./spillway stop inventory-processor"})
final class StopCommand extends SpillwayCommand {
  private final CommandContext context;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "1..*",
      converter = ServiceConverter.class,
      description = "Services to stop.")
  List<PipelineService> services = new ArrayList<>();

  StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.deployment().stop(services);
    return OK;
  }
}
