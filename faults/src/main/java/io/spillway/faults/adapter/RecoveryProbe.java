package io.spillway.faults.adapter;

import io.spillway.faults.core.ScenarioOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.http.ApiHttp;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Orders into each partition, sent when a fault is healed. Partitions are worked through in order,
 * so when all of these are settled and searchable, everything before them is.
 */
record RecoveryProbe(ClientSession shop, IndexReader index) {
  private static final long POLL_MILLIS = 250;
  private static final int MOST = 500;

  /** Milliseconds until all of them are through; the limit when they are not by then. */
  long recoveryMillis(Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    long deadline = start + limit.toNanos();
    List<ScenarioOrder> orders = intoEveryPartition();
    List<String> ids = submitAll(orders, deadline);
    while (System.nanoTime() < deadline && settled(ids) < orders.size()) {
      Thread.sleep(POLL_MILLIS);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The next orders, as many as it takes to reach every order and every stock partition. */
  private List<ScenarioOrder> intoEveryPartition() {
    Partitioning partitions = Partitioning.DEFAULT;
    Set<String> reached = new HashSet<>();
    int wanted = partitions.orderPartitions() + partitions.inventoryPartitions();
    List<ScenarioOrder> orders = new ArrayList<>();
    // Bounded: should a partition not be reached, the others speak for it.
    while (orders.size() < MOST && reached.size() < wanted) {
      ScenarioOrder order = shop.mix().order(shop.journal().next());
      orders.add(order);
      int slot = SlotMap.orderSlot(order.tenant(), order.customer());
      reached.add("orders-" + SlotMap.partition(slot, partitions.orderPartitions()));
      for (ScenarioOrder.Line line : order.lines()) {
        int stock = SlotMap.stockSlot(order.tenant(), line.sku());
        reached.add("stock-" + SlotMap.partition(stock, partitions.inventoryPartitions()));
      }
    }
    return orders;
  }

  /** All at once, and again those that are not accepted. */
  private List<String> submitAll(List<ScenarioOrder> orders, long deadline)
      throws InterruptedException {
    List<String> ids = new ArrayList<>();
    List<ScenarioOrder> left = orders;
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          left.stream().map(order -> shop.client().submit(order, order.json(false))).toList();
      List<ScenarioOrder> again = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        String id = idOf(answers.get(i));
        if (id.isEmpty()) {
          again.add(left.get(i));
        } else {
          shop.journal().accepted(left.get(i).index(), id);
          ids.add(id);
        }
      }
      left = again;
      Thread.sleep(POLL_MILLIS);
    }
    return ids;
  }

  private static String idOf(CompletableFuture<HttpResponse<String>> answer)
      throws InterruptedException {
    try {
      HttpResponse<String> response = answer.get();
      return response.statusCode() == 202
          ? ApiHttp.tree(response.body()).path("orderId").asText()
          : "";
    } catch (ExecutionException away) {
      return "";
    }
  }

  private long settled(List<String> ids) throws InterruptedException {
    try {
      return index.settled(ids);
    } catch (UnavailableException away) {
      return -1;
    }
  }
}
