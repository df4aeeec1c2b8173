package io.spillway.cli.adapter.cli;

import io.spillway.operate.DeadLetterFlow;
import io.spillway.operate.core.DeadLetterSelection;
import io.spillway.operate.core.RedriveOrder;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "redrive",
    description = {
      "Produces the records of dead letters again, with key, value and own headers as they were,"
          + " to the topic and partition that they came from: mend the cause first. Of one key, the"
          + " record that came first goes first; one behind a letter that stays open waits.",
      "Every subscriber of the topic gets the record again; the pipeline's are idempotent. It"
          + " carries spillway-redrive-id, -count, -letter and -first-offset. Not redriven are"
          + " values too large for a letter, and records of compacted topics that have a newer one"
          + " of their key."
    },
    footer = {"", "Example:", "  ./spillway dlq redrive --topic order-store.dlq.v1 --dry-run"})
final class DlqRedriveCommand extends DlqCommand.Sub {
  @Option(names = "--all", description = "All open letters.")
  boolean all;

  @Option(names = "--dry-run", description = "Only show what it would do.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  boolean yes;

  @Override
  void check() {
    selection(all);
  }

  @Override
  int call(DeadLetterFlow flow) throws Exception {
    DeadLetterSelection selection = selection(all);
    List<RedriveOrder.Verdict> planned = flow.preview(selection);
    int going = RedriveOrder.with(planned, RedriveOrder.Step.REDRIVE).size();
    DlqText.verdicts(planned).forEach(people(json)::println);
    if (dryRun || going == 0) {
      return end(planned, false);
    }
    if (!Consent.given(yes, "Redrive " + going + " records?", context, spec)) {
      return end(planned, false);
    }
    List<RedriveOrder.Verdict> done =
        InterruptGuard.run(() -> flow.redrive(selection, Consent.who()));
    return end(done, true);
  }

  private int end(List<RedriveOrder.Verdict> verdicts, boolean done) {
    int redriven = done ? RedriveOrder.with(verdicts, RedriveOrder.Step.REDRIVE).size() : 0;
    context.progress().say(done ? "redriven: " + redriven : "nothing changed");
    if (json) {
      print(DlqText.json(verdicts, redriven));
    }
    return OK;
  }
}
