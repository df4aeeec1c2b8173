package io.spillway.cli.adapter.cli;

import io.spillway.operate.ForgetFlow;
import io.spillway.operate.ForgetWiring;
import io.spillway.operate.core.forget.ForgetPlan;
import io.spillway.operate.core.forget.ForgetReport;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.runtime.audit.AuditException;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "forget",
    description = {
      "Forgets a customer: destroys the key that encrypts what names the customer in orders, removes"
          + " clear copies, and searches every table, topic, index, key of Redis and log for what"
          + " should be gone. Cannot be undone.",
      "What a topic still has in clear, from before an attribute was marked, cannot be changed: it"
          + " is listed with its offsets and the time from which the topic removes it. The orders"
          + " themselves stay. The audit log gets an entry."
    },
    footer = {
      "",
      "SPILLWAY_PRIVACY_ATTRIBUTES and SPILLWAY_PRIVACY_MASTER_KEY_FILE are those of the services.",
      "Exit codes: 0 nothing is left but what goes by itself, 1 something is left, 2 wrong usage,",
      "3 a server does not respond; then run the same again.",
      "",
      "Example:",
      "  ./spillway forget --tenant shop-7 --customer 17850",
    })
final class ForgetCommand extends SpillwayCommand {
  private static final String ATTRIBUTES = "SPILLWAY_PRIVACY_ATTRIBUTES";
  private static final String MASTER_KEYS = "SPILLWAY_PRIVACY_MASTER_KEY_FILE";

  @Option(names = "--tenant", paramLabel = "T", required = true, description = "The tenant.")
  String tenant = "";

  @Option(
      names = "--customer",
      paramLabel = "C",
      required = true,
      description = "The customer's id, as orders have it.")
  String customer = "";

  @Option(
      names = "--attribute",
      paramLabel = "NAME",
      description = "An attribute that counts as personal also where it is in clear; repeatable.")
  List<String> attributes = new ArrayList<>();

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  boolean yes;

  @Option(names = "--json", description = "Print only the result, as one line of JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    require(!tenant.isBlank(), "--tenant: expected a tenant");
    require(!customer.isBlank(), "--customer: expected a customer's id");
    try {
      return ForgetWiring.run(
          context.deployment().backends(),
          marks(System.getenv()),
          masterKeys(context, System.getenv()),
          context.home().logs(),
          context.progress(),
          this::forget);
    } catch (UnavailableException | OperationException | AuditException e) {
      context.terminal().err().println("spillway: " + e.getMessage());
      return CheckCommand.NOT_TOLD;
    }
  }

  private int forget(ForgetFlow flow) throws Exception {
    ForgetPlan plan = flow.plan(new Customer(tenant, customer));
    String question =
        "Forget customer '"
            + customer
            + "' of tenant '"
            + tenant
            + "', who has "
            + plan.orderIds().size()
            + " orders, for ever?";
    if (!Consent.given(yes, question, context, spec)) {
      return FAILED;
    }
    ForgetReport report =
        InterruptGuard.run(
            () -> audited(acts -> acts.forget(plan), () -> flow.run(plan), ForgetCommand::outcome));
    PrintStream people = people(json);
    ForgetText.lines(report).forEach(people::println);
    if (json) {
      print(ForgetText.json(report));
    }
    return report.ok() ? OK : FAILED;
  }

  private static Outcome outcome(ForgetReport report) {
    String text =
        report.keysDestroyed()
            + " keys destroyed, "
            + report.rowsRewritten()
            + " rows rewritten, "
            + (report.ok() ? "nothing left" : "something left");
    return report.ok() ? Outcome.done(text) : Outcome.failed(text);
  }

  private PersonalAttributes marks(Map<String, String> environment) {
    List<String> all = new ArrayList<>(attributes);
    all.add(environment.getOrDefault(ATTRIBUTES, ""));
    return PersonalAttributes.parse(String.join(",", all));
  }

  /** The file with the master keys: the services' setting, or that of the home. */
  static Path masterKeys(CommandContext context, Map<String, String> environment) {
    String file = environment.getOrDefault(MASTER_KEYS, "");
    return file.isEmpty() ? context.home().masterKeys() : Path.of(file);
  }
}
