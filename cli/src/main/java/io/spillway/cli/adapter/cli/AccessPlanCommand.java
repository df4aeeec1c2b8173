package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.rights.RightsDiff;
import picocli.CommandLine.Command;

@Command(
    name = "plan",
    description =
        "Shows what apply would change: + rights that the file asks for and that are missing,"
            + " - rights that it does not ask for.",
    footer = {
      "",
      "Exit codes: 0 nothing to change, 1 failed, 2 wrong usage, 3 changes.",
      "",
      "Examples:",
      "  ./spillway access plan",
      "  ./spillway access plan --plane kafka",
      "  ./spillway access plan --json | jq '.missing[]'",
    })
final class AccessPlanCommand extends AccessCommand.Sub {
  @Override
  public Integer call() throws Exception {
    plane();
    RightsDiff diff = flow(wiring()).diff();
    if (json) {
      print(AccessText.json(diff));
    } else {
      print(AccessText.table(diff, "+", "-"));
      print(AccessText.sum(diff, "to give", "to take away"));
    }
    return diff.isEmpty() ? OK : AccessCommand.CHANGES;
  }
}
