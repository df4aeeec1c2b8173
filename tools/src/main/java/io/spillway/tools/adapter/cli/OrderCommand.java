package io.spillway.tools.adapter.cli;

import io.spillway.tools.adapter.http.ApiClient;
import io.spillway.tools.core.ToolException;
import io.spillway.tools.port.UnavailableException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "order",
    description = "Shows an order as the API tells it.",
    footer = {"", "Example:", "  ./spillway order 0a3f7c1e-58d2-8b4e-9c61-2f0d8e7a4b11"})
final class OrderCommand extends SpillwayCommand {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "The order's id.")
  String id = "";

  OrderCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (ApiClient api = context.api()) {
      Optional<String> order = api.order(id);
      context
          .terminal()
          .out()
          .println(
              order.orElseThrow(() -> new ToolException("there is no order with the id " + id)));
      return OK;
    } catch (UnavailableException e) {
      throw new ToolException(String.valueOf(e.getMessage()), e);
    }
  }
}
