package io.spillway.tools.adapter.faults;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.tools.core.faults.FaultOrder;
import io.spillway.tools.core.faults.Journal;
import io.spillway.tools.core.faults.Life;
import io.spillway.tools.core.faults.OrderMix;
import io.spillway.tools.port.UnavailableException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * One order into each partition, sent when a fault is healed. Partitions are worked through in
 * order, so when all of these are settled and searchable, everything before them is.
 */
final class Markers {
  private static final long POLL_MILLIS = 250;

  private final OrderMix mix;
  private final Journal journal;
  private final ShopClient client;
  private final IndexReader index;

  Markers(OrderMix mix, Journal journal, ShopClient client, IndexReader index) {
    this.mix = mix;
    this.journal = journal;
    this.client = client;
    this.index = index;
  }

  /** Milliseconds until all of them are through; the limit when they are not by then. */
  long recoveryMillis(Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    long deadline = start + limit.toNanos();
    List<String> ids = new ArrayList<>();
    for (FaultOrder order : onePerPartition()) {
      submit(order, deadline).ifPresent(ids::add);
    }
    while (System.nanoTime() < deadline && settled(ids) < ids.size()) {
      Thread.sleep(POLL_MILLIS);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The next plain orders that reach every order partition and every stock partition. */
  private List<FaultOrder> onePerPartition() {
    Partitioning partitions = Partitioning.DEFAULT;
    Map<String, FaultOrder> found = new HashMap<>();
    int wanted = partitions.orderPartitions() + partitions.inventoryPartitions();
    // Bounded: what is not found by then is left out, and the others speak for it.
    for (int i = 0; i < 2_000 && found.size() < wanted; i++) {
      FaultOrder order = mix.order(journal.next());
      if (order.life() != Life.PLAIN) {
        continue;
      }
      int slot = SlotMap.orderSlot(order.tenant(), order.customer());
      found.putIfAbsent("o" + SlotMap.partition(slot, partitions.orderPartitions()), order);
      for (FaultOrder.Line line : order.lines()) {
        int stock = SlotMap.stockSlot(order.tenant(), line.sku());
        found.putIfAbsent("s" + SlotMap.partition(stock, partitions.inventoryPartitions()), order);
      }
    }
    return found.values().stream().distinct().toList();
  }

  private java.util.Optional<String> submit(FaultOrder order, long deadline)
      throws InterruptedException {
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<String> response = client.submit(order, order.json(false)).get();
        if (response.statusCode() == 202) {
          String id = new JsonMapper().readTree(response.body()).path("orderId").asText();
          journal.accepted(order.index(), id);
          return java.util.Optional.of(id);
        }
      } catch (ExecutionException | IOException away) {
        // Its retry below is bounded by the deadline.
      }
      Thread.sleep(POLL_MILLIS);
    }
    return java.util.Optional.empty();
  }

  private long settled(List<String> ids) throws InterruptedException {
    try {
      return index.settled(ids);
    } catch (UnavailableException away) {
      return -1;
    }
  }
}
