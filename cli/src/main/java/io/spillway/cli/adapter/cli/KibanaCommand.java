package io.spillway.cli.adapter.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "kibana",
    description = "Imports the reports into Kibana.",
    synopsisSubcommandLabel = "import",
    footer = {"", "Examples:", "  ./spillway kibana import --url http://localhost:5601"})
final class KibanaCommand extends SpillwayCommand {
  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec own = Objects.requireNonNull(spec, "run by picocli only");
    throw new ParameterException(own.commandLine(), "import is missing");
  }
}
