package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.ProgressText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    aliases = "start",
    description = {
      "Starts every server and service that is not running, and returns when all are ready.",
      "The servers (Kafka, MySQL, Redis, Elasticsearch) and the five services run as separate"
          + " processes. Run it again to restart a service that has terminated."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway up                     everything",
      "  ./spillway start order-processor  the servers and this service",
    })
final class UpCommand extends SpillwayCommand {
  private final CommandContext context;

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      description = "Services to start (default: all).")
  List<String> services = new ArrayList<>();

  UpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    context.deployment().up(ServiceNames.orAll(services, spec));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context.progress().say("ready after " + ProgressText.duration(took));
    EndpointsText.lines(context.deployment()).forEach(context.terminal().out()::println);
    return OK;
  }
}
