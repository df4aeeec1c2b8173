package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every source of order rows, stock rows and settled adjustments does. */
public abstract class RowReadsContract {
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123Z");

  /** The order rows under test. */
  protected abstract OrderReads orders();

  /** The stock rows under test. */
  protected abstract StockReads stock();

  /** Stores a row. */
  protected abstract void put(OrderRow row) throws Exception;

  /** Stores a row. */
  protected abstract void put(StockRow row) throws Exception;

  /** Stores a row. */
  protected abstract void put(SettledAdjustment row) throws Exception;

  @Test
  void findsAnOrderByItsIdOnWhicheverShard() throws Exception {
    for (int i = 0; i < 20; i++) {
      RoutedId id = RoutedId.ofOrder("shop", "客户 " + i, UUID.randomUUID().toString());
      assertThat(done(orders().find(id))).isEmpty();
      OrderRow row =
          TestRows.row(
              id,
              "shop",
              "客户 " + i,
              i % 2 == 0 ? "RESERVED" : "REJECTED",
              2,
              AT,
              i % 2 == 0 ? null : "[{\"line\": 0}]");
      put(row);
      assertThat(done(orders().find(id))).isEqualTo(Optional.of(row));
    }
  }

  @Test
  void findsManyOrdersOfOneShardAtOnce() throws Exception {
    String customer = UUID.randomUUID().toString();
    List<RoutedId> ids = new ArrayList<>();
    List<OrderRow> rows = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      ids.add(RoutedId.ofOrder("shop", customer, "k" + i));
      if (i % 7 != 0) {
        rows.add(TestRows.row(ids.get(i), "shop", customer, "RESERVING", i, AT, null));
        put(rows.getLast());
      }
    }
    int shard = SlotMap.shard(ids.getFirst().slot(), orders().shards());

    assertThat(done(orders().findAll(shard, ids))).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(done(orders().marks(shard, ids)))
        .hasSize(60)
        .contains(new OrderVersion(ids.get(69), "RESERVING", 69));
    assertThat(done(orders().marks(shard, ids.subList(0, 1)))).isEmpty();
    assertThat(done(orders().marks(shard, ids.subList(1, 2)))).hasSize(1);
  }

  @Test
  void pagesThroughACustomersOrdersNewestFirst() throws Exception {
    String customer = "customer " + UUID.randomUUID();
    List<OrderRow> rows = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      RoutedId id = RoutedId.ofOrder("shop", customer, "k" + i);
      // Three orders share each millisecond, so that the id has to decide.
      OrderRow row = TestRows.row(id, "shop", customer, "CONFIRMED", 2, AT.plusMillis(i / 3), null);
      rows.add(row);
      put(row);
    }
    RoutedId other = RoutedId.ofOrder("other", customer, "k");
    put(TestRows.row(other, "other", customer, "CONFIRMED", 2, AT, null));

    List<RoutedId> paged = new ArrayList<>();
    OrderCursor after = null;
    for (int i = 0; i < 6; i++) {
      List<OrderSummary> page = done(orders().page("shop", customer, 5, after));
      assertThat(page).hasSize(i < 5 ? 5 : 0);
      page.forEach(order -> paged.add(order.orderId()));
      after = page.isEmpty() ? after : new OrderCursor(page.getLast().createdAt(), paged.getLast());
    }

    assertThat(paged)
        .containsExactlyElementsOf(
            rows.stream()
                .sorted(
                    Comparator.comparing(OrderRow::createdAt)
                        .thenComparing(row -> row.orderId().toString())
                        .reversed())
                .map(OrderRow::orderId)
                .toList());
    OrderSummary first = done(orders().page("shop", customer, 1, null)).getFirst();
    assertThat(first.status()).isEqualTo("CONFIRMED");
    assertThat(first.keptAmount()).isEqualTo(1_530);
    assertThat(first.lineCount()).isEqualTo(1);
    assertThat(done(orders().page("shop", customer + "x", 5, null))).isEmpty();
  }

  @Test
  void findsStockByTenantAndSkuExactly() throws Exception {
    for (int i = 0; i < 20; i++) {
      StockRow row =
          new StockRow(
              "shop", "Sku " + UUID.randomUUID(), i, 2 * i, i % 2 == 0 ? null : i, 3 + i, AT);
      put(row);
      assertThat(done(stock().stock("shop", row.sku()))).isEqualTo(Optional.of(row));
      assertThat(done(stock().stock("other", row.sku()))).isEmpty();
      assertThat(done(stock().stock("shop", row.sku().toUpperCase(java.util.Locale.ROOT))))
          .isEmpty();
    }
  }

  @Test
  void findsASettledAdjustmentByItsId() throws Exception {
    for (MovementOutcome outcome :
        new MovementOutcome[] {
          MovementOutcome.APPLIED, MovementOutcome.OUT_OF_RANGE, MovementOutcome.NOT_AVAILABLE
        }) {
      RoutedId id = RoutedId.ofAdjustment("shop", "A", UUID.randomUUID().toString());
      assertThat(done(stock().adjustment(id))).isEmpty();
      SettledAdjustment row = new SettledAdjustment(id, "shop", "A", -7, outcome, 5, 2, AT);
      put(row);
      assertThat(done(stock().adjustment(id))).isEqualTo(Optional.of(row));
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
