package io.spillway.order.port;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.soldOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.TestOrders;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderReserved;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.StatusChange;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of order rows does. A subclass brings the store, with two shards. */
public abstract class OrderRowsContract {
  protected static final int SHARDS = 2;

  /**
   * A row as read back.
   *
   * @param lines {@code sku x quantity @ unitAmount} of each line, in order
   * @param reasons {@code line sku REASON requested/available} of each refusal; null when none
   * @param history {@code version STATUS at reason} of each change, in order; null when none
   */
  public record Row(
      String tenant,
      String customerId,
      String status,
      long version,
      String currency,
      long totalAmount,
      int lineCount,
      List<String> lines,
      @Nullable List<String> reasons,
      long keptAmount,
      @Nullable List<String> history,
      @Nullable Instant holdUntil,
      Instant placedAt,
      Instant createdAt,
      Instant updatedAt) {}

  /** The store under test; orders of earlier tests may be in it. */
  protected abstract OrderRows rows();

  /** Reads a row, or null when there is none. */
  protected abstract @Nullable Row read(int shard, String orderId) throws Exception;

  @Test
  void aNewOrderBecomesARow() throws Exception {
    Order order = order("new", 2);

    store(created(order));

    assertThat(row(order))
        .isEqualTo(
            new Row(
                "acme",
                order.getCustomerId(),
                "RESERVING",
                1,
                "GBP",
                300,
                2,
                List.of("sku-0 x 1 @ 100", "sku-1 x 2 @ 100"),
                null,
                0,
                List.of("1 RESERVING 2026-11-20T12:00:00.123456Z "),
                null,
                millis(NOON.minusSeconds(60)),
                millis(NOON.minusSeconds(1)),
                millis(NOON)));
  }

  @Test
  void aNewerVersionReplacesWhatMayChange() throws Exception {
    Order order = order("newer", 1);
    store(created(order));

    store(confirmed(order, NOON.plusMillis(1500)));

    Row row = row(order);
    assertThat(row.status()).isEqualTo("CONFIRMED");
    assertThat(row.version()).isEqualTo(2);
    assertThat(row.updatedAt()).isEqualTo(millis(NOON.plusMillis(1500)));
    assertThat(row.createdAt()).isEqualTo(millis(NOON.minusSeconds(1)));
  }

  @Test
  void aHoldIsARowWithItsEndAndLosesItWhenItIsConfirmed() throws Exception {
    Order order = order("held", 2);
    Instant end = NOON.plus(Duration.ofMinutes(15));

    store(
        event(order, 2, OrderStatus.RESERVED, NOON)
            .setReserved(OrderReserved.getDefaultInstance())
            .setHoldUntil(Times.timestamp(end))
            .setKeptAmount(100)
            .addRefusals(soldOut(1, "sku-1"))
            .build());

    Row held = row(order);
    assertThat(held.status()).isEqualTo("RESERVED");
    assertThat(held.holdUntil()).isEqualTo(millis(end));
    assertThat(held.keptAmount()).isEqualTo(100);
    assertThat(held.reasons()).containsExactly("1 sku-1 SOLD_OUT 2/0");

    store(event(order, 3, OrderStatus.CONFIRMED, NOON).setKeptAmount(100).build());

    assertThat(row(order).holdUntil()).isNull();
    assertThat(row(order).keptAmount()).isEqualTo(100);
    assertThat(row(order).reasons()).isNull();
  }

  @Test
  void theHistoryIsReplacedWithTheVersion() throws Exception {
    Order order = order("long story", 1);
    store(created(order));
    StatusChange cancelled =
        StatusChange.newBuilder()
            .setVersion(2)
            .setStatus(OrderStatus.CANCELLED)
            .setAt(Times.timestamp(NOON.plusSeconds(1)))
            .setReason("a \"better\" offer ☃")
            .build();

    store(
        event(order, 2, OrderStatus.CANCELLED, NOON.plusSeconds(1)).addHistory(cancelled).build());

    assertThat(row(order).history())
        .containsExactly(
            "1 RESERVING 2026-11-20T12:00:00.123456Z ",
            "2 CANCELLED 2026-11-20T12:00:01.123456Z a \"better\" offer ☃");
  }

  @Test
  void anEventOfATimeBeforeHistoriesHasNone() throws Exception {
    Order order = order("old", 1);

    store(created(order).toBuilder().clearHistory().build());

    assertThat(row(order).history()).isNull();
  }

  @Test
  void anOlderOrEqualVersionChangesNothing() throws Exception {
    Order order = order("older", 1);
    store(confirmed(order, NOON));
    Row before = row(order);

    store(created(order));
    store(confirmed(order, NOON.plus(Duration.ofHours(1))));
    store(rejected(order, List.of(soldOut(0, "sku-0"))));

    assertThat(row(order)).isEqualTo(before);
  }

  @Test
  void theReasonsOfARefusalAreKept() throws Exception {
    Order order = order("refused", 2);
    store(created(order));

    store(rejected(order, List.of(soldOut(1, "sku-1"))));

    assertThat(row(order).status()).isEqualTo("REJECTED");
    assertThat(row(order).reasons()).containsExactly("1 sku-1 SOLD_OUT 2/0");
  }

  @Test
  void aBatchMixesNewAndKnownOrders() throws Exception {
    List<Order> orders = new ArrayList<>();
    for (int n = 0; n < 777; n++) {
      Order order = order("batch-" + n, 1 + n % 4);
      if (shard(order) == 1) {
        orders.add(order);
      }
    }
    rows().upsert(1, orders.stream().filter(o -> o.getLinesCount() < 3).map(this::first).toList());

    rows().upsert(1, orders.stream().map(o -> confirmed(o, NOON)).toList());

    assertThat(orders).hasSizeGreaterThan(300);
    for (Order order : orders) {
      Row row = row(order);
      assertThat(row.status()).isEqualTo("CONFIRMED");
      assertThat(row.lines()).hasSize(order.getLinesCount());
      assertThat(row.totalAmount()).isEqualTo(order.getTotalAmount());
    }
  }

  @Test
  void nothingIsWrittenForAnEmptyBatch() throws Exception {
    rows().upsert(0, List.of());

    assertThat(read(0, order("never", 1).getOrderId())).isNull();
  }

  protected final void store(OrderEvent event) throws Exception {
    rows().upsert(shard(event.getOrder()), List.of(event));
  }

  protected final Row row(Order order) throws Exception {
    Row row = read(shard(order), order.getOrderId());
    assertThat(row).as(order.getOrderId()).isNotNull();
    return java.util.Objects.requireNonNull(row);
  }

  protected static int shard(Order order) {
    return SlotMap.shard(RoutedId.parse(order.getOrderId()).slot(), SHARDS);
  }

  protected static Order order(String key, int lines) {
    List<String> skus = new ArrayList<>();
    for (int n = 0; n < lines; n++) {
      skus.add("sku-" + n);
    }
    return TestOrders.order("customer of " + key, key, skus);
  }

  protected static OrderEvent created(Order order) {
    return event(order, 1, OrderStatus.RESERVING, NOON)
        .setCreated(OrderCreated.getDefaultInstance())
        .build();
  }

  private OrderEvent first(Order order) {
    return created(order);
  }

  protected static OrderEvent confirmed(Order order, Instant at) {
    return event(order, 2, OrderStatus.CONFIRMED, at)
        .setConfirmed(OrderConfirmed.getDefaultInstance())
        .build();
  }

  protected static OrderEvent rejected(Order order, List<LineRefusal> refusals) {
    return event(order, 2, OrderStatus.REJECTED, NOON.plusSeconds(1))
        .setRejected(OrderRejected.newBuilder().addAllRefusals(refusals))
        .addAllRefusals(refusals)
        .build();
  }

  private static OrderEvent.Builder event(
      Order order, long version, OrderStatus status, Instant at) {
    return OrderEvent.newBuilder()
        .setOrderId(order.getOrderId())
        .setVersion(version)
        .setStatus(status)
        .setOccurredAt(Times.timestamp(at))
        .setOrder(order)
        .addHistory(
            StatusChange.newBuilder()
                .setVersion(1)
                .setStatus(OrderStatus.RESERVING)
                .setAt(Times.timestamp(NOON)));
  }

  protected static Instant millis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }
}
