package io.spillway.faults.adapter;

import io.spillway.faults.core.ClientJournal;
import io.spillway.faults.core.FaultKind;
import io.spillway.faults.core.FaultSchedule;
import io.spillway.faults.core.Load;
import io.spillway.faults.core.OrderMix;
import io.spillway.faults.core.PlannedFault;
import io.spillway.faults.core.RoundResult;
import io.spillway.faults.core.TrafficTally;
import io.spillway.operate.StockFlow;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.operate.core.Retry;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.mysql.ShardLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs rounds of faults on a stack of its own, which is removed at the end unless it is kept. */
public final class FaultSuite implements AutoCloseable {
  private static final Retry RETRY =
      new Retry(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMinutes(2));

  private final FaultStack stack;
  private final PipelineHome home;
  private final Load load;
  private final Progress progress;

  /**
   * What the stack is like.
   *
   * @param brokers of Kafka, 1 or 3
   * @param secure whether servers are encrypted and know accounts, and callers need keys
   */
  public record Shape(int brokers, boolean secure) {
    /** One broker, nothing secured. */
    public static final Shape USUAL = new Shape(1, false);
  }

  private FaultSuite(FaultStack stack, PipelineHome home, Load load, Progress progress) {
    this.stack = stack;
    this.home = home;
    this.load = load;
    this.progress = progress;
  }

  /**
   * Starts the stack.
   *
   * @param kinds what will be done to it
   * @param home a directory of the suite's own; what is in it is removed
   * @param shape of the stack
   * @param load what shops send meanwhile
   * @param otherVersion a built project with another version of the services, for those kinds that
   *     need one
   */
  public static FaultSuite start(
      PipelineHome home,
      List<FaultKind> kinds,
      Shape shape,
      Load load,
      Path otherVersion,
      Progress progress)
      throws IOException, InterruptedException {
    Set<String> disks =
        kinds.stream()
            .map(FaultKind::smallDisk)
            .filter(server -> !server.isEmpty())
            .collect(Collectors.toSet());
    FaultStack stack = FaultStack.start(home, shape, disks, otherVersion, progress);
    return new FaultSuite(stack, home, load, progress);
  }

  /** Stops the stack at the end, but leaves its data. */
  public void keep() {
    stack.keep();
  }

  public RoundResult single(FaultKind kind, long seed) throws Exception {
    return round(kind.label(), seed, FaultSchedule.single(kind, seed));
  }

  /** A random mix, with such a gap between the beginnings of faults on average. */
  public RoundResult random(long seed, Duration duration, Duration gap) throws Exception {
    return round("random", seed, FaultSchedule.random(seed, duration.toMillis(), gap));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stack.close();
  }

  private RoundResult round(String name, long seed, List<PlannedFault> plan) throws Exception {
    progress.say("round " + name + ", seed " + seed + ", " + plan.size() + " faults");
    // A tenant of its own: a round counts its orders only.
    String tenant =
        String.format(
            Locale.ROOT,
            "f%s-%s",
            Long.toUnsignedString(seed, 36),
            Long.toString(System.currentTimeMillis(), 36));
    OrderMix mix = new OrderMix(seed, tenant, load.lifecycle());
    openStock(mix);
    Path journals = home.data().resolve("journals");
    Files.createDirectories(journals);
    Path file = journals.resolve(tenant + "-" + name + ".log");
    progress.say("journal: " + file);
    Latencies latencies = new Latencies();
    ClientSession shop =
        new ClientSession(
            stack.api(), mix, new ClientJournal(), new TrafficTally(), new ShopClient(stack.api()));
    try (JournalFile answers = new JournalFile(file);
        IndexReader index = new IndexReader(BackendConfigs.elastic(stack.backends()), tenant);
        Traffic traffic = new Traffic(shop, answers, latencies, load.ordersPerSecond(), seed)) {
      return new FaultRound(stack, shop, traffic, latencies, index, progress, name, seed)
          .run(plan, load.calm());
    }
  }

  private void openStock(OrderMix mix) throws InterruptedException {
    try (ApiClient api = new ApiClient(stack.api())) {
      new StockFlow(api, new ShardLedger(stack.backends()), RETRY, Pause.system(), progress)
          .open(mix.tenant(), mix.stock());
    }
  }
}
