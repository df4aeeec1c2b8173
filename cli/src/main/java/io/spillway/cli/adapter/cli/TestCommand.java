package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import picocli.CommandLine.Command;

@Command(
    name = "test",
    description = {
      "Checks formats and runs static checks, unit tests and integration tests on real servers.",
      "--all first: also the tests that are only worth their time now and then.",
      "Options after it go to Maven."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway test",
      "  ./spillway test --all",
      "  ./spillway test -pl schemas   one module",
    })
final class TestCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw new OperationException("run the tests with the launcher: ./spillway test");
  }
}
