package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.rights.RightsDiff;
import picocli.CommandLine.Command;

@Command(
    name = "drift",
    description =
        "Finds what somebody changed by hand since the file was applied: rights that are not in"
            + " the file, and rights of the file that are gone. A change of the file that is not"
            + " applied yet shows, too. 'access apply' brings all of it back.",
    footer = {
      "",
      "Exit codes: 0 none, 1 failed, 2 wrong usage, 4 drift.",
      "",
      "Examples:",
      "  ./spillway access drift",
      "  ./spillway access drift --json",
    })
final class AccessDriftCommand extends AccessCommand.Sub {
  @Override
  public Integer call() throws Exception {
    plane();
    RightsDiff diff = flow(wiring()).diff();
    if (json) {
      print(AccessText.json(diff));
    } else {
      print(AccessText.table(diff, "gone", "not in the file"));
      print(AccessText.sum(diff, "gone", "not in the file"));
    }
    return diff.isEmpty() ? OK : AccessCommand.DRIFT;
  }
}
