package io.spillway.cli.adapter.cli;

import io.spillway.cli.core.TerminalText;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "order",
    description = "Prints an order as the API returns it.",
    footer = {"", "Example:", "  ./spillway order 0a3f7c1e-58d2-8b4e-9c61-2f0d8e7a4b11"})
final class OrderCommand extends SpillwayCommand {
  @Parameters(paramLabel = "ID", description = "The order's id.")
  String id = "";

  @Override
  public Integer call() throws Exception {
    try (ApiClient api = context.api()) {
      Optional<String> order = api.order(id);
      order
          .orElseThrow(() -> new OperationException("no order has the id " + id))
          .lines()
          .map(TerminalText::escaped)
          .forEach(this::print);
      return OK;
    } catch (UnavailableException e) {
      throw new OperationException(String.valueOf(e.getMessage()), e);
    }
  }
}
