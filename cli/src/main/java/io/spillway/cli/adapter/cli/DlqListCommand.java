package io.spillway.cli.adapter.cli;

import io.spillway.operate.core.DeadLetterGroups;
import io.spillway.operate.core.DeadLetterSelection;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description =
        "Counts dead letters by topic, source and cause; ids, times, quoted text and numbers in a"
            + " cause are replaced, so that what failed alike stands together.",
    footer = {"", "Example:", "  ./spillway dlq list --topic orders.events.v1"})
final class DlqListCommand extends DlqCommand.Sub {
  @Override
  public Integer call() throws Exception {
    List<DeadLetterGroups.Group> groups = groups();
    print(json ? groups.stream().map(DlqText::json).toList() : DlqText.table(groups));
    return OK;
  }

  private List<DeadLetterGroups.Group> groups() throws InterruptedException {
    DeadLetterSelection selection = selection();
    return flow().groups(selection);
  }
}
