package io.spillway.tools.adapter.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    description = "Stops some services in good order; the servers and the others go on.",
    footer = {"", "Example:", "  ./spillway stop inventory-processor"})
final class StopCommand extends SpillwayCommand {
  private final CommandContext context;

  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "Services to stop.")
  List<String> services = new ArrayList<>();

  StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.deployment().stop(ServiceNames.orAll(services, spec));
    return OK;
  }
}
