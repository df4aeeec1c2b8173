package io.spillway.cli.adapter.cli;

import io.spillway.operate.AccessWiring;
import io.spillway.operate.core.access.WantedRights;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.WhoCan;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "who-can",
    description = {
      "Tells who may do something, by the file; with --actual by what the servers say now.",
      "An answer names the right that allows it, such as one on all topics that begin alike."
    },
    footer = {
      "",
      "Exit codes: 0 somebody, 1 nobody or failed, 2 wrong usage.",
      "",
      "Examples:",
      "  ./spillway access who-can write orders.events.v1",
      "  ./spillway access who-can read group:order-store --actual",
      "  ./spillway access who-can select spillway_0.orders",
      "  ./spillway access who-can flushall 'spillway:any' --plane redis",
      "  ./spillway access who-can orders:write --tenant acme",
    })
final class AccessWhoCanCommand extends AccessCommand.Sub {
  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "As the file names it: read, select, orders:write, …")
  String action = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RESOURCE",
      description = "A name, or KIND:NAME: topic, group, table, key, index, … (default: any).")
  @Nullable String resource;

  @Option(names = "--tenant", paramLabel = "T", description = "The tenant, of an API's scope.")
  @Nullable String tenant;

  @Option(names = "--actual", description = "Ask the servers, not the file.")
  boolean actual;

  @Override
  public Integer call() throws Exception {
    require(resource == null || tenant == null, "name a RESOURCE or --tenant, not both");
    WhoCan question =
        new WhoCan(action, tenant == null ? resource : "tenant:" + tenant, plane().orElse(null));
    SortedSet<Right> answer =
        question.of(
            actual ? flow(wiring()).actual() : WantedRights.inFile(AccessWiring.file(home())));
    print(json ? AccessText.json(answer) : AccessText.table(answer));
    return answer.isEmpty() ? FAILED : OK;
  }
}
