package io.spillway.cli.adapter.cli;

import io.spillway.cli.core.TerminalText;
import io.spillway.operate.DeadLetterFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "show",
    description =
        "Prints the newest open dead letters as JSON, one a line: headers as text, the value in"
            + " JSON when it is a message of its source topic, else in hexadecimal.",
    footer = {"", "Example:", "  ./spillway dlq show --cause 'not readable' --limit 3"})
final class DlqShowCommand extends DlqCommand.Sub {
  private static final int MAX_LIMIT = 500;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, 1 to 500 (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Option(names = "--settled", description = "Redriven and discarded ones too.")
  boolean settled;

  @Override
  void check() {
    require(limit >= 1 && limit <= MAX_LIMIT, "--limit = " + limit + " is outside 1.." + MAX_LIMIT);
    selection();
  }

  @Override
  int call(DeadLetterFlow flow) throws Exception {
    print(flow.show(selection(), limit, settled).stream().map(TerminalText::escaped).toList());
    return OK;
  }
}
