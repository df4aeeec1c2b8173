package io.spillway.tools.adapter.cli;

import io.spillway.tools.core.ToolException;
import picocli.CommandLine.Command;

@Command(
    name = "test",
    description = {
      "Checks formats and runs static checks, unit tests and integration tests on real servers.",
      "Options after it go to Maven."
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
    throw new ToolException("the tests are run by the launcher: ./spillway test");
  }
}
