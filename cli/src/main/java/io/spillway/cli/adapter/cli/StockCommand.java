package io.spillway.cli.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.operate.StockFlow;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.verify.adapter.mysql.ShardLedger;
import io.spillway.verify.core.StockAdjustment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "stock",
    description = {
      "Submits stock adjustments from a file and waits until they are applied; records that in"
          + " operations.audit.v1.",
      "Each line: {\"sku\": \"A1\", \"delta\": 10, \"reference\": \"delivery-7\"}, \"tenant\""
          + " optional. An adjustment is applied once per reference and SKU, so a file can be"
          + " resent."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway stock --file stock.ndjson",
      "  ./spillway stock --file stock.ndjson --no-wait",
    })
final class StockCommand extends SpillwayCommand {
  @Option(names = "--file", required = true, paramLabel = "F", description = "NDJSON file.")
  Path file = Path.of("");

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait until the shards hold the adjustments (default), or return at once.")
  boolean wait = true;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Give up after this long without progress (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(5);

  @Override
  public Integer call() throws Exception {
    byte[] content = Files.readAllBytes(file);
    List<StockAdjustment> adjustments =
        StockFile.read(
            UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString().lines().toList());
    if (adjustments.isEmpty()) {
      return OK;
    }
    Map<RoutedId, String> refused =
        InterruptGuard.run(
            () ->
                audited(
                    acts -> acts.stock(adjustments, file.toString(), AuditHash.sha256(content)),
                    () -> adjust(adjustments),
                    this::outcome));
    for (StockAdjustment adjustment : adjustments) {
      String reason = refused.get(adjustment.id());
      if (reason != null) {
        context.terminal().err().println("refused: " + adjustment + ": " + reason);
      }
    }
    return refused.isEmpty() ? OK : FAILED;
  }

  /** Answers the refused ones, where it waits for them, with the reason. */
  private Map<RoutedId, String> adjust(List<StockAdjustment> adjustments)
      throws InterruptedException {
    ShardLedger ledger = new ShardLedger(context.deployment().backends());
    try (ApiClient api = context.api()) {
      StockFlow flow = context.stockFlow(api, ledger, timeout);
      flow.send(adjustments);
      return wait ? flow.awaitApplied(adjustments) : Map.of();
    }
  }

  private Outcome outcome(Map<RoutedId, String> refused) {
    return Outcome.done(wait ? refused.size() + " refused" : "handed in");
  }
}
