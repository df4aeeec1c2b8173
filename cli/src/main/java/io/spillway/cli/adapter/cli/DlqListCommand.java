package io.spillway.cli.adapter.cli;

import io.spillway.operate.DeadLetterFlow;
import io.spillway.operate.core.DeadLetterGroups;
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
  void check() {
    selection();
  }

  @Override
  int call(DeadLetterFlow flow) throws Exception {
    List<DeadLetterGroups.Group> groups = flow.groups(selection());
    print(json ? groups.stream().map(DlqText::json).toList() : DlqText.table(groups));
    return OK;
  }
}
