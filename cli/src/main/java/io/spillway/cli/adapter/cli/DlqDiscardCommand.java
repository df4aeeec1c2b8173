package io.spillway.cli.adapter.cli;

import io.spillway.operate.DeadLetterFlow;
import io.spillway.operate.core.DeadLetterSelection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "discard",
    description =
        "Settles dead letters without redriving them; they stay readable for as long as their"
            + " topic keeps them.",
    footer = {
      "",
      "Example:",
      "  ./spillway dlq discard --cause 'not readable' --reason 'broken test client'"
    })
final class DlqDiscardCommand extends DlqCommand.Sub {
  private static final int MAX_REASON_CHARS = 500;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, at most 500 characters.")
  String reason = "";

  @Option(names = "--all", description = "All open letters.")
  boolean all;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  boolean yes;

  @Override
  void check() {
    require(
        !reason.isBlank() && reason.length() <= MAX_REASON_CHARS,
        "--reason: expected 1 to " + MAX_REASON_CHARS + " characters");
    selection(all);
  }

  @Override
  int call(DeadLetterFlow flow) throws Exception {
    DeadLetterSelection selection = selection(all);
    int open = flow.open(selection).size();
    int discarded = 0;
    if (open > 0 && Consent.given(yes, "Discard " + open + " dead letters?", context, spec)) {
      discarded = InterruptGuard.run(() -> flow.discard(selection, reason, Consent.who()));
    }
    context.progress().say("discarded: " + discarded);
    if (json) {
      print("{\"discarded\":" + discarded + "}");
    }
    return OK;
  }
}
