package io.spillway.operate;

import io.spillway.operate.core.Retry;
import io.spillway.operate.port.StockApi;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.StockAdjustment;
import io.spillway.verify.port.Ledger;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Hands stock adjustments in and waits until the shards have carried them out. */
public record StockFlow(StockApi api, Ledger ledger, Retry retry, Pause pause, Progress progress) {
  static final int ADJUSTMENTS_PER_REQUEST = 1_000;
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Gives a tenant its first stock, units by SKU, and waits until it is there.
   *
   * @throws OperationException when any of it is refused
   */
  public void open(String tenant, Map<String, Integer> stock) throws InterruptedException {
    List<StockAdjustment> opening =
        stock.entrySet().stream()
            .map(sku -> new StockAdjustment(tenant, sku.getKey(), sku.getValue(), "opening"))
            .toList();
    send(opening);
    Map<RoutedId, String> refused = awaitApplied(opening);
    if (!refused.isEmpty()) {
      throw new OperationException("initial stock rejected: " + refused);
    }
  }

  /** Hands in all; repeating an adjustment changes nothing. */
  public void send(List<StockAdjustment> adjustments) throws InterruptedException {
    try (Progress.Meter meter = progress.meter("stock sent", adjustments.size())) {
      for (int from = 0; from < adjustments.size(); from += ADJUSTMENTS_PER_REQUEST) {
        int to = Math.min(adjustments.size(), from + ADJUSTMENTS_PER_REQUEST);
        List<StockAdjustment> part = adjustments.subList(from, to);
        patiently(
            () -> {
              api.adjust(part);
              return 0L;
            });
        meter.at(to);
      }
    }
  }

  /**
   * Waits until every adjustment is settled.
   *
   * @return the refused ones with the reason
   * @throws OperationException when nothing moved for longer than the retry's patience
   */
  public Map<RoutedId, String> awaitApplied(List<StockAdjustment> adjustments)
      throws InterruptedException {
    Set<RoutedId> ids =
        adjustments.stream()
            .map(StockAdjustment::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    try (Progress.Meter meter = progress.meter("stock applied", ids.size())) {
      long settled = -1;
      Duration moved = pause.now();
      while (true) {
        long now = patiently(() -> ledger.settledAdjustments(ids));
        meter.at(now);
        if (now >= ids.size()) {
          return patiently(() -> ledger.refusedAdjustments(adjustments));
        }
        if (now != settled) {
          settled = now;
          moved = pause.now();
        }
        requirePatience(moved, now + " of " + ids.size() + " adjustments are applied");
        pause.sleep(POLL);
      }
    }
  }

  private interface Attempt<T> {
    T run() throws UnavailableException, InterruptedException;
  }

  private <T> T patiently(Attempt<T> work) throws InterruptedException {
    Duration start = pause.now();
    for (int attempt = 0; ; attempt++) {
      try {
        return work.run();
      } catch (UnavailableException e) {
        requirePatience(start, String.valueOf(e.getMessage()));
        pause.sleep(retry.delay(attempt, e.retryAfter(), ThreadLocalRandom.current()));
      }
    }
  }

  private void requirePatience(Duration since, String why) {
    Duration waited = pause.now().minus(since);
    if (waited.compareTo(retry.patience()) > 0) {
      throw new OperationException("gave up after " + ProgressText.duration(waited) + ": " + why);
    }
  }
}
