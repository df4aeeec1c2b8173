package io.spillway.cli.adapter.cli;

import io.spillway.operate.AccessFlow;
import io.spillway.operate.AccessFlow.Applied;
import io.spillway.operate.AccessWiring;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = {
      "Gives what is missing and takes away what the file does not ask for, accounts that nobody"
          + " is named for included. A team's account of Kafka is made with a new password, which"
          + " only the client file in the home has.",
      "Keys of the API are made and revoked by people: it names the commands."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something is left to be done by hand.",
      "",
      "Examples:",
      "  ./spillway access apply",
      "  ./spillway access apply --plane mysql --yes",
    })
final class AccessApplyCommand extends AccessCommand.Sub {
  @Option(names = "--yes", description = "Do not ask for confirmation.")
  boolean yes;

  @Override
  public Integer call() throws Exception {
    plane();
    AccessWiring wiring = wiring();
    AccessFlow flow = flow(wiring);
    RightsDiff diff = flow.diff();
    people(json).println(AccessText.sum(diff, "to give", "to take away"));
    if (diff.isEmpty()) {
      if (json) {
        print(AccessText.json(diff, List.of()));
      }
      return OK;
    }
    AccessText.table(diff, "+", "-").forEach(people(json)::println);
    if (!Consent.given(yes, "Change " + diff.size() + " rights?", context, spec)) {
      return OK;
    }
    Applied applied = InterruptGuard.run(() -> audited(flow, diff));
    tell(applied, wiring);
    return applied.byHand().isEmpty() ? OK : AccessCommand.CHANGES;
  }

  private Applied audited(AccessFlow flow, RightsDiff diff) throws Exception {
    String source =
        AccessFiles.own(home()).map(file -> file.getFileName().toString()).orElse("shipped");
    return audited(
        acts -> acts.applyAccess(diff, source),
        () -> flow.apply(diff),
        applied ->
            Outcome.done(
                AccessText.sum(applied.done(), "given", "taken away")
                    + (applied.byHand().isEmpty() ? "" : ", the rest by hand")));
  }

  private void tell(Applied applied, AccessWiring wiring) {
    if (json) {
      print(AccessText.json(applied.done(), applied.byHand()));
      return;
    }
    print("done: " + AccessText.sum(applied.done(), "given", "taken away"));
    print(newClients(applied, wiring));
    if (!applied.byHand().isEmpty()) {
      print("left to be done by hand:");
      applied.byHand().forEach(command -> print("  " + command));
    }
  }

  private static List<String> newClients(Applied applied, AccessWiring wiring) {
    List<String> lines = new ArrayList<>();
    for (String team : wiring.teamsInKafka()) {
      if (applied.done().missing().contains(Right.logIn(team, Plane.KAFKA))) {
        lines.add(
            "account "
                + team
                + ": its Kafka clients take "
                + wiring.clientFile(team)
                + " (readable by its owner only)");
      }
    }
    return lines;
  }
}
