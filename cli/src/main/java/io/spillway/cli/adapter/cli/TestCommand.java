package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import picocli.CommandLine.Command;

@Command(
    name = "test",
    description = {
      "Checks formats and runs static checks, unit tests and integration tests on real servers.",
      "Passes further options to Maven."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway test",
      "  ./spillway test -pl schemas   one module",
    })
final class TestCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw new OperationException("run the tests with the launcher: ./spillway test");
  }
}
