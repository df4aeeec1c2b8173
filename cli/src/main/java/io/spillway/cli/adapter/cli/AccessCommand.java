package io.spillway.cli.adapter.cli;

import io.spillway.operate.AccessFlow;
import io.spillway.operate.AccessWiring;
import io.spillway.stack.core.rights.Plane;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "access",
    description = {
      "Compares who may do what on HTTP, Kafka, MySQL, Redis and Elasticsearch with what the file"
          + " of rights says, and makes them agree. Servers with accounts only: 'up --secure'.",
      "The file that ships with Spillway has the services; access.yaml in the home, or the file"
          + " that SPILLWAY_ACCESS_FILE names, adds teams."
    },
    subcommands = {
      AccessPlanCommand.class,
      AccessApplyCommand.class,
      AccessDriftCommand.class,
      AccessWhoCanCommand.class,
      AccessShowCommand.class
    },
    synopsisSubcommandLabel = "plan|apply|drift|who-can|show",
    footer = {
      "",
      "Examples:",
      "  ./spillway access show --file                     the file that ships, to begin from",
      "  ./spillway access plan                            what apply would change",
      "  ./spillway access apply --yes",
      "  ./spillway access drift                           what somebody changed by hand",
      "  ./spillway access who-can write orders.events.v1",
    })
final class AccessCommand extends SpillwayCommand {
  static final int CHANGES = 3;
  static final int DRIFT = 4;

  @Override
  public Integer call() {
    throw wrong("Missing subcommand: plan, apply, drift, who-can or show");
  }

  /** What its commands share. */
  abstract static class Sub extends SpillwayCommand {
    @Option(names = "--json", description = "Print only JSON.")
    boolean json;

    @Option(
        names = "--plane",
        paramLabel = "P",
        description = "Only http, kafka, mysql, redis or elasticsearch.")
    @Nullable String plane;

    final Optional<Plane> plane() {
      String name = plane;
      if (name == null) {
        return Optional.empty();
      }
      return Optional.of(
          Plane.named(name)
              .orElseThrow(
                  () ->
                      wrong(
                          "--plane = "
                              + name
                              + " must be one of "
                              + Arrays.stream(Plane.values())
                                  .map(Plane::text)
                                  .collect(Collectors.joining(", ")))));
    }

    /** The home's directory, where its file of rights and its accounts are. */
    final Path home() {
      return context.home().data();
    }

    final AccessWiring wiring() {
      return AccessWiring.of(context.deployment().backends(), home());
    }

    final AccessFlow flow(AccessWiring wiring) {
      return wiring.flow(plane(), context.progress());
    }
  }
}
