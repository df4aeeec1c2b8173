package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.ProgressText;
import io.spillway.stack.core.RunMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "up",
    aliases = "start",
    description = {
      "Starts every server and service that is not running, and returns when all are ready.",
      "The servers (Kafka, MySQL, Redis, Elasticsearch) are processes of their own; the five"
          + " services run in one JVM, or each in its own with --processes, which starts slower"
          + " and lets each be stopped and killed alone. Run it again to restart what has"
          + " terminated; a service that is named alone has a process of its own."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway up                     everything",
      "  ./spillway up --processes         everything, each service as a process",
      "  ./spillway up --secure            everything, encrypted and with accounts",
      "  ./spillway start order-processor  the servers and this service",
    })
final class UpCommand extends SpillwayCommand {
  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      description = "Services to start (default: all).")
  List<String> services = new ArrayList<>();

  @Option(names = "--processes", description = "Start each service in a JVM of its own.")
  boolean processes;

  @Option(
      names = "--secure",
      description = {
        "Make a new stack whose connections are encrypted and whose services have accounts with"
            + " the rights that each needs. A stack stays what it was made as."
      })
  boolean secure;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    RunMode mode = processes ? RunMode.PROCESSES : RunMode.TOGETHER;
    context.deployment().up(services(services), secure ? mode.secured() : mode);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context.progress().say("ready after " + ProgressText.duration(took));
    EndpointsText.lines(context.deployment()).forEach(this::print);
    return OK;
  }
}
