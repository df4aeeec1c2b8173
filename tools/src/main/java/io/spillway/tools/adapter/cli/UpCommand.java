package io.spillway.tools.adapter.cli;

import io.spillway.tools.core.PipelineService;
import io.spillway.tools.core.ProgressText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "up",
    aliases = "start",
    description = {
      "Starts what is not running, and returns when all is ready.",
      "The servers (Kafka, MySQL, Redis, Elasticsearch) and the five services become processes"
          + " of their own. Run it again to start a service that has ended."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway up                     everything",
      "  ./spillway start order-processor  the servers and this service",
    })
final class UpCommand extends SpillwayCommand {
  private final CommandContext context;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      converter = ServiceConverter.class,
      description = "Services to start; all when none is named.")
  List<PipelineService> services = new ArrayList<>();

  UpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    context.deployment().up(services.isEmpty() ? List.of(PipelineService.values()) : services);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context.progress().say("ready after " + ProgressText.duration(took));
    EndpointsText.lines(context.deployment()).forEach(context.terminal().out()::println);
    return OK;
  }
}
