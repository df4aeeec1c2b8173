package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every source of order rows, stock rows and settled adjustments does. */
public abstract class RowReadsContract {
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123Z");

  /** Any collation but a binary one without padding takes some of them for others. */
  private static final List<String> SKUS_THAT_ARE_NEARLY_THE_SAME =
      List.of(
          "a/b",
          "A/b",
          "ä/b",
          "Ａ/b",
          "ss",
          "ß",
          "x",
          "x ",
          "\ufb01",
          "fi",
          "\ud83d\ude00",
          "\ud83d\ude01");

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
      assertThat(orders().find(id)).isEmpty();
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
      assertThat(orders().find(id)).isEqualTo(Optional.of(row));
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

    assertThat(orders().findAll(shard, ids)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(orders().marks(shard, ids))
        .hasSize(60)
        .contains(new OrderVersion(ids.get(69), "RESERVING", 69));
    assertThat(orders().marks(shard, ids.subList(0, 1))).isEmpty();
    assertThat(orders().marks(shard, ids.subList(1, 2))).hasSize(1);
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
      List<OrderRow> page = orders().page("shop", customer, 5, after);
      assertThat(page).hasSize(i < 5 ? 5 : 0);
      page.forEach(order -> paged.add(RoutedId.parse(order.getOrderId())));
      after =
          page.isEmpty()
              ? after
              : new OrderCursor(Times.instant(page.getLast().getCreatedAt()), paged.getLast());
    }

    assertThat(paged)
        .containsExactlyElementsOf(
            rows.stream()
                .sorted(
                    Comparator.comparing((OrderRow row) -> Times.instant(row.getCreatedAt()))
                        .thenComparing(OrderRow::getOrderId)
                        .reversed())
                .map(row -> RoutedId.parse(row.getOrderId()))
                .toList());
    OrderRow first = orders().page("shop", customer, 1, null).getFirst();
    assertThat(first.getStatus()).isEqualTo("CONFIRMED");
    assertThat(first.getKeptAmount()).isEqualTo(1_530);
    assertThat(first.getLineCount()).isEqualTo(1);
    assertThat(first.getLinesJson()).isEmpty();
    assertThat(orders().page("shop", customer + "x", 5, null)).isEmpty();
  }

  @Test
  void listsATenantsOrdersOfAllShardsNewestFirst() throws Exception {
    String tenant = "t-" + UUID.randomUUID();
    List<OrderRow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RoutedId id = RoutedId.ofOrder(tenant, "customer " + i, "k" + i);
      // Four orders of as many customers share each millisecond, so that the id has to decide.
      Instant at = AT.plusMillis(i / 4);
      rows.add(
          TestRows.row(
              id, tenant, "customer " + i, i % 3 == 0 ? "RESERVED" : "CONFIRMED", 2, at, null));
      put(rows.getLast());
    }
    put(
        TestRows.row(
            RoutedId.ofOrder("other", "c", tenant), "other", "c", "CONFIRMED", 2, AT, null));
    rows.sort(
        Comparator.comparing(RowReadsContract::createdAt)
            .thenComparing(OrderRow::getOrderId)
            .reversed());

    OrderSearch all = new OrderSearch(tenant, null, null, AT, AT.plusMillis(10));
    assertThat(paged(all, 7)).containsExactlyElementsOf(ids(rows, _ -> true));
    assertThat(paged(all, 40)).hasSize(40);
    OrderSearch reserved = new OrderSearch(tenant, "RESERVED", null, AT, AT.plusMillis(10));
    assertThat(paged(reserved, 3))
        .containsExactlyElementsOf(ids(rows, row -> row.getStatus().equals("RESERVED")));
    OrderSearch middle = new OrderSearch(tenant, null, null, AT.plusMillis(2), AT.plusMillis(3));
    assertThat(paged(middle, 3))
        .containsExactlyElementsOf(ids(rows, row -> createdAt(row).equals(AT.plusMillis(2))));
    assertThat(paged(new OrderSearch(tenant, "EXPIRED", null, AT, AT.plusMillis(10)), 3)).isEmpty();
    assertThat(paged(new OrderSearch("t", null, null, AT, AT.plusMillis(10)), 3)).isEmpty();

    OrderRow newest = orders().search(all, 1, null).orders().getFirst();
    OrderRow row = rows.getFirst();
    assertThat(newest).isEqualTo(orders().page(tenant, row.getCustomerId(), 1, null).getFirst());
    assertThat(newest.getCreatedAt()).isEqualTo(row.getCreatedAt());
    assertThat(newest.getPlacedAt()).isEqualTo(row.getPlacedAt());
    assertThat(newest.getHoldUntil()).isEqualTo(row.getHoldUntil());
  }

  @Test
  void listsTheOrdersThatHaveALineOfASku() throws Exception {
    String tenant = "t-" + UUID.randomUUID();
    List<OrderRow> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RoutedId id = RoutedId.ofOrder(tenant, "customer " + i, "k" + i);
      String status = i % 2 == 0 ? "CONFIRMED" : "REJECTED";
      OrderRow row =
          TestRows.row(id, tenant, "customer " + i, status, 2, AT.plusMillis(i / 4), null);
      rows.add(TestRows.withSkus(row, i % 3 == 0 ? List.of("B", "Blue mug", "B") : List.of("b")));
      put(rows.getLast());
    }
    rows.sort(
        Comparator.comparing(RowReadsContract::createdAt)
            .thenComparing(OrderRow::getOrderId)
            .reversed());
    Instant end = AT.plusMillis(3);

    for (String sku : List.of("B", "Blue mug", "b")) {
      Predicate<OrderRow> wanted = row -> row.getLinesJson().contains('"' + sku + '"');
      for (int limit : new int[] {1, 2, 20}) {
        assertThat(paged(new OrderSearch(tenant, null, sku, AT, end), limit))
            .as("%s, pages of %d", sku, limit)
            .containsExactlyElementsOf(ids(rows, wanted));
      }
      assertThat(paged(new OrderSearch(tenant, "REJECTED", sku, AT, end), 2))
          .containsExactlyElementsOf(
              ids(rows, wanted.and(row -> row.getStatus().equals("REJECTED"))));
    }
    assertThat(paged(new OrderSearch(tenant, null, "mug", AT, end), 2)).isEmpty();
  }

  @Test
  void findsStockByTenantAndSkuExactly() throws Exception {
    for (int i = 0; i < 20; i++) {
      StockRow.Builder stock =
          StockRow.newBuilder()
              .setTenant("shop")
              .setSku("Sku " + UUID.randomUUID())
              .setAvailable(i)
              .setReserved(2 * i)
              .setVersion(3 + i)
              .setUpdatedAt(Times.timestamp(AT));
      stock.setSlot(SlotMap.stockSlot("shop", stock.getSku()));
      if (i % 2 != 0) {
        stock.setLowStockAt(i);
      }
      StockRow row = stock.build();
      put(row);
      assertThat(stock().stock("shop", row.getSku())).isEqualTo(Optional.of(row));
      assertThat(stock().stock("other", row.getSku())).isEmpty();
      assertThat(stock().stock("shop", row.getSku().toUpperCase(java.util.Locale.ROOT))).isEmpty();
    }
  }

  @Test
  void comparesSkusByCodePoint() throws Exception {
    String unique = UUID.randomUUID().toString();
    for (String sku : SKUS_THAT_ARE_NEARLY_THE_SAME) {
      assertThat(stock().stock("shop", unique + sku)).as(sku).isEmpty();
      StockRow row = stockRow(unique + sku);
      put(row);
      assertThat(stock().stock("shop", unique + sku)).contains(row);
    }
    StockRow longest = stockRow(unique.substring(8) + "😀".repeat(36));
    put(longest);
    assertThat(stock().stock("shop", longest.getSku())).contains(longest);
  }

  @Test
  void findsASettledAdjustmentByItsId() throws Exception {
    for (MovementOutcome outcome :
        new MovementOutcome[] {
          MovementOutcome.APPLIED, MovementOutcome.OUT_OF_RANGE, MovementOutcome.NOT_AVAILABLE
        }) {
      RoutedId id = RoutedId.ofAdjustment("shop", "A", UUID.randomUUID().toString());
      assertThat(stock().adjustment(id)).isEmpty();
      SettledAdjustment row =
          new SettledAdjustment(id, "shop", "A", -7, outcome, 5, 2, AT, List.of());
      put(row);
      assertThat(stock().adjustment(id)).isEqualTo(Optional.of(row));
    }
  }

  /** Every page of a list, none of which is longer than asked for. */
  private List<RoutedId> paged(OrderSearch search, int limit) throws Exception {
    List<RoutedId> found = new ArrayList<>();
    OrderCursor after = null;
    do {
      OrderPage page = orders().search(search, limit, after);
      assertThat(page.orders()).hasSizeLessThanOrEqualTo(limit);
      page.orders().forEach(order -> found.add(RoutedId.parse(order.getOrderId())));
      after = page.next();
    } while (after != null);
    return found;
  }

  private static List<RoutedId> ids(List<OrderRow> rows, Predicate<OrderRow> wanted) {
    return rows.stream().filter(wanted).map(row -> RoutedId.parse(row.getOrderId())).toList();
  }

  private static Instant createdAt(OrderRow row) {
    return Times.instant(row.getCreatedAt());
  }

  private static StockRow stockRow(String sku) {
    return StockRow.newBuilder()
        .setTenant("shop")
        .setSku(sku)
        .setSlot(SlotMap.stockSlot("shop", sku))
        .setAvailable(1)
        .setReserved(2)
        .setVersion(3)
        .setUpdatedAt(Times.timestamp(AT))
        .build();
  }

  @Test
  void tellsWhichOthersCameUnderAReference() throws Exception {
    RoutedId id = RoutedId.ofAdjustment("shop", "A/1", UUID.randomUUID().toString());
    List<SettledAdjustment.Conflict> conflicts =
        List.of(
            new SettledAdjustment.Conflict(-3, AT.plusSeconds(1)),
            new SettledAdjustment.Conflict(9, AT.plusSeconds(2)));
    SettledAdjustment row =
        new SettledAdjustment(id, "shop", "A/1", -7, MovementOutcome.APPLIED, 5, 2, AT, conflicts);
    put(row);

    assertThat(stock().adjustment(id)).contains(row);
    assertThat(stock().deltas(List.of(id))).isEqualTo(Map.of(id, -7));
  }

  @Test
  void findsTheDeltasOfManyOnWhicheverShard() throws Exception {
    String reference = UUID.randomUUID().toString();
    Map<RoutedId, Integer> deltas = new HashMap<>();
    List<RoutedId> ids = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      RoutedId id = RoutedId.ofAdjustment("shop", "sku-" + i, reference);
      ids.add(id);
      if (i % 10 == 0) {
        deltas.put(id, i);
        put(
            new SettledAdjustment(
                id, "shop", "sku-" + i, i, MovementOutcome.OUT_OF_RANGE, 5, 2, AT, List.of()));
      }
    }

    assertThat(stock().deltas(ids)).isEqualTo(deltas);
  }
}
