package io.spillway.cli.adapter.cli;

import io.spillway.cli.DemoFlow;
import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.port.Pause;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.ElasticSearch;
import io.spillway.verify.adapter.kafka.KafkaPipelineIdle;
import io.spillway.verify.adapter.mysql.ShardLedger;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Runs the whole pipeline once: starts it, adds stock, sends orders, waits until every order"
          + " is settled in MySQL and searchable in Elasticsearch, compares both, and stops it.",
      "Stock of the hottest products is a little lower than demand, so some orders must be"
          + " rejected. Uses a stack that is already running and leaves it running. With"
          + " --processes you can kill a service during the run and restart it with ./spillway up."
    },
    footer = {
      "",
      "Exit code 0 only if all counts agree and every invariant holds. Seconds count from the"
          + " first order sent.",
      "",
      "Examples:",
      "  ./spillway demo",
      "  ./spillway demo --orders 20000 --keep",
      "  ./spillway demo --json | tail -n 1",
    })
final class DemoCommand extends SpillwayCommand {
  private static final int MAX_ORDERS = 1_000_000;
  private static final Duration CHECK_SETTLES_WITHIN = Duration.ofMinutes(1);

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Orders to send, 1 to 1,000,000 (default: ${DEFAULT-VALUE}).")
  int orders = 2_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed draws the same orders (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--keep", description = "Keep the stack running.")
  boolean keep;

  @Option(names = "--processes", description = "Start each service in a JVM of its own.")
  boolean processes;

  @Option(names = "--json", description = "Print only the result, as one line of JSON.")
  boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Give up after this long without progress (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(5);

  @Override
  public Integer call() throws Exception {
    require(orders >= 1 && orders <= MAX_ORDERS, "--orders = " + orders + " is outside 1..1000000");
    return InterruptGuard.run(this::runAndCleanUp);
  }

  private int runAndCleanUp() throws Exception {
    boolean leave = keep || context.deployment().isRunning();
    try {
      return run();
    } finally {
      if (!leave) {
        // An interrupt has done its work; stopping must not be cut short by it.
        boolean interrupted = Thread.interrupted();
        context.progress().say("stopping");
        context.deployment().down(false);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private int run() throws Exception {
    long start = System.nanoTime();
    RunMode mode = processes ? RunMode.PROCESSES : RunMode.TOGETHER;
    Backends backends =
        context.deployment().up(List.of(PipelineService.values()), keep ? mode : mode.shortLived());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context.progress().say("stack ready after " + ProgressText.duration(took));
    // A tenant of its own: a run counts its orders only, whatever else is in the stores.
    String tenant =
        String.format(
            Locale.ROOT, "demo-%d-%s", seed, Long.toString(System.currentTimeMillis(), 36));
    DemoFlow.Outcome outcome = measure(backends, tenant);
    CheckReport check =
        CheckWiring.of(context.deployment(), context.progress())
            .of(new Scope(tenant, null), CHECK_SETTLES_WITHIN);
    boolean ok = outcome.result().ok() && check.ok();
    PrintStream people = people(json);
    people.println();
    DemoText.table(outcome).forEach(people::println);
    people.println();
    EndpointsText.lines(context.deployment()).forEach(people::println);
    people.println();
    outcome.result().faults().forEach(fault -> people.println("DISAGREEMENT: " + fault));
    if (!check.ok()) {
      CheckText.lines(check).forEach(people::println);
    }
    people.println(verdict(ok));
    if (json) {
      print(DemoText.json(outcome));
    }
    return ok ? OK : FAILED;
  }

  private DemoFlow.Outcome measure(Backends backends, String tenant) throws InterruptedException {
    ShardLedger ledger = new ShardLedger(backends);
    try (ApiClient api = context.api();
        ElasticSearch search = new ElasticSearch(BackendConfigs.elastic(backends));
        KafkaPipelineIdle stages = new KafkaPipelineIdle(BackendConfigs.kafka(backends))) {
      DemoFlow flow =
          new DemoFlow(
              context.submitFlow(api, timeout),
              context.stockFlow(api, ledger, timeout),
              ledger,
              search,
              stages,
              Pause.system(),
              context.progress(),
              timeout);
      return flow.run(DemoPlan.of(seed, orders, tenant));
    }
  }

  private String verdict(boolean ok) {
    return ok
        ? context.terminal().green("ok: all counts agree, every invariant holds")
        : context.terminal().red("NOT ok: see the disagreements and violations above");
  }
}
