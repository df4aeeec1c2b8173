package io.spillway.cli.adapter.cli;

import io.spillway.stack.adapter.service.SinkProgram;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description = {
      "Imports the dashboards for operations, sales and stock, over what an earlier import made.",
      "SPILLWAY_KIBANA_CREDENTIALS gives user:password or an API key, where Kibana asks for them."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway kibana import --url http://localhost:5601",
      "  ./spillway kibana import --url https://kibana.example.com/s/shop",
    })
final class KibanaImportCommand extends SpillwayCommand {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Kibana's address, with the base path and the space, if there are any.")
  String url = "";

  @Override
  public Integer call() throws Exception {
    return new SinkProgram(context.home().root(), context.home().logs())
        .run(
            "kibana-import",
            "io.spillway.reports.KibanaMain",
            List.of(url),
            Map.of(),
            context.terminal().out()::println);
  }
}
