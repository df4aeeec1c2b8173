package io.spillway.cli.adapter.cli;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.AuditFlow;
import io.spillway.verify.core.audit.AuditHead;
import io.spillway.verify.core.audit.AuditReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Reads the whole audit log and verifies its hash chains: that every entry has the content"
          + " it was written with, stands where it was written and lacks none before it.",
      "The newest entries can be cut off without a trace in the log itself, and somebody who may"
          + " rewrite all of it can make all hashes anew. Both show when the head that is printed"
          + " is kept elsewhere, and given with --expect the next time."
    },
    footer = {
      "",
      "Exit codes: 0 sound, 1 broken, 2 wrong usage, 3 the topic could not be read.",
      "",
      "Examples:",
      "  ./spillway audit verify",
      "  ./spillway audit verify --json | jq -r .head",
      "  ./spillway audit verify --expect 1215:3f0a...",
    })
final class AuditVerifyCommand extends AuditCommand.Sub {
  @Option(
      names = "--expect",
      paramLabel = "HEAD",
      description = "A head that was noted before, OFFSET:HASH; repeatable.")
  List<String> expected = new ArrayList<>();

  @Override
  void check() {
    heads();
  }

  @Override
  int call(AuditFlow flow) throws UnavailableException, InterruptedException {
    AuditReport report = flow.verify(heads());
    Terminal terminal = context.terminal();
    PrintStream people = people(json);
    AuditText.lines(report).forEach(people::println);
    people.println(
        report.ok()
            ? terminal.green("ok: the audit log is sound")
            : terminal.red("BROKEN: see the violations above"));
    if (json) {
      print(AuditText.json(report));
    }
    return report.ok() ? OK : FAILED;
  }

  private List<AuditHead> heads() {
    try {
      return expected.stream().map(AuditHead::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong("--expect = " + e.getMessage());
    }
  }
}
