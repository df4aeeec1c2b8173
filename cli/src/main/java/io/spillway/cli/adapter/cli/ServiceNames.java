package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.PipelineService;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads names of services; a wrong one is a usage error that lists the right ones. */
final class ServiceNames {
  private ServiceNames() {}

  /** The named services, or all when none is named. */
  static List<PipelineService> orAll(List<String> names, @Nullable CommandSpec spec) {
    try {
      return names.isEmpty()
          ? List.of(PipelineService.values())
          : names.stream().map(PipelineService::named).toList();
    } catch (IllegalArgumentException e) {
      CommandSpec own = Objects.requireNonNull(spec, "run by picocli only");
      throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
