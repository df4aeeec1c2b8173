package io.spillway.analytics.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.Rows;
import io.spillway.analytics.core.backlog.StageBacklog;
import io.spillway.analytics.core.backlog.StageDocuments;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.bulk.BulkItemResult.Outcome;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderSummary;
import io.spillway.reports.core.Range;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.port.OrderReads;
import io.spillway.reports.port.ReportReads;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What every index does, and what its reports then say. Each test begins with an empty index. */
public abstract class IndexContract {
  private static final Instant NOW = Rows.CREATED.plusSeconds(600);

  protected abstract DocumentIndex index();

  protected abstract ReportReads reads();

  protected abstract OrderReads orders();

  /** Makes what was written visible to reports. */
  protected abstract void refresh();

  private List<Outcome> write(Document... documents) throws Exception {
    return index().write(List.of(documents)).stream().map(BulkItemResult::outcome).toList();
  }

  private ReportTable read(ReportDefinition report) throws Exception {
    return read(report, Selection.USUAL);
  }

  private ReportTable read(ReportDefinition report, Selection selection) throws Exception {
    refresh();
    return reads().read(report, selection.request(report, NOW));
  }

  private static Document stock(String sku, int available, long version) {
    return Rows.stockDocument(Rows.stock(sku, available, version));
  }

  @Test
  void aVersionIsTakenOnceAndOnlyIfItIsHigher() throws Exception {
    assertThat(write(stock("a", 5, 2))).containsExactly(Outcome.INDEXED);
    assertThat(write(stock("a", 5, 2))).containsExactly(Outcome.ALREADY_NEWER);
    assertThat(write(stock("a", 9, 1))).containsExactly(Outcome.ALREADY_NEWER);
    assertThat(read(Reports.STOCK_OUTS).documents()).isZero();

    assertThat(write(stock("a", 0, 3))).containsExactly(Outcome.INDEXED);
    assertThat(read(Reports.STOCK_OUTS).documents()).isEqualTo(1);
  }

  @Test
  void itemsAreAnsweredInTheirOrderAndOneRefusalSpoilsNoOther() throws Exception {
    write(stock("held", 1, 7));
    Document refused = broken(stock("bad", 1, 1));

    List<BulkItemResult> results =
        index().write(List.of(stock("a", 1, 1), refused, stock("held", 1, 7), stock("b", 1, 1)));

    assertThat(results.stream().map(BulkItemResult::outcome))
        .containsExactly(Outcome.INDEXED, Outcome.POISON, Outcome.ALREADY_NEWER, Outcome.INDEXED);
    assertThat(results.get(1).reason()).contains("available");
  }

  @Test
  void anOrderOfAThousandLinesIsAThousandAndOneDocuments() throws Exception {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(new Line("sku-" + i % 400, 2, 150));
    }
    OrderRow row = Rows.order("big", 2, "CONFIRMED").setTotalAmount(300_000).build();
    List<Document> documents =
        OrderDocuments.of(new OrderDetail(row, lines, Map.of(), List.of(), List.of()));

    assertThat(index().write(documents)).hasSize(1_001).containsOnly(BulkItemResult.CREATED);

    assertThat(read(Reports.TOP_SKUS_BY_UNITS).documents()).isEqualTo(1_000);
    assertThat(read(Reports.TOP_SKUS_BY_UNITS).rows()).hasSize(10);
  }

  @Test
  void withoutDocumentsEveryReportIsEmpty() throws Exception {
    for (ReportDefinition report : Reports.ALL) {
      assertThat(read(report)).as(report.name()).isEqualTo(ReportTable.EMPTY);
    }
  }

  @Test
  void ordersAreCountedByStatusAndByMinute() throws Exception {
    writeOrders();

    assertThat(read(Reports.ORDERS_BY_STATUS).rows())
        .extracting(row -> row.key("status"), row -> row.value("orders"))
        .containsExactly(Tuple.tuple("CONFIRMED", 4L), Tuple.tuple("REJECTED", 1L));
    assertThat(read(Reports.NEWEST_ORDER).rows().getFirst().value("newest"))
        .isEqualTo(Rows.CREATED.plusSeconds(2).toEpochMilli());
    assertThat(read(Reports.ORDERS_OVER_TIME).rows())
        .extracting(row -> row.key("createdAt"), row -> row.key("status"), r -> r.value("orders"))
        .containsExactly(
            Tuple.tuple("2026-11-20T12:34:00Z", "CONFIRMED", 3L),
            Tuple.tuple("2026-11-20T12:34:00Z", "REJECTED", 1L));
  }

  @Test
  void revenueIsThatOfConfirmedOrdersPerCurrency() throws Exception {
    writeOrders();

    assertThat(read(Reports.REVENUE_BY_DAY).rows())
        .extracting(
            row -> row.key("currency"), row -> row.key("placedAt"), row -> row.value("amount"))
        .containsExactly(
            Tuple.tuple("GBP", "2010-12-01T00:00:00Z", 3_100L),
            Tuple.tuple("GBP", "2010-12-02T00:00:00Z", 500L),
            Tuple.tuple("EUR", "2010-12-01T00:00:00Z", 1_550L));
    assertThat(read(Reports.REVENUE_BY_COUNTRY).rows())
        .extracting(
            row -> row.key("currency"), row -> row.key("country"), row -> row.value("amount"))
        .containsExactly(
            Tuple.tuple("GBP", "United Kingdom", 3_600L),
            Tuple.tuple("EUR", "United Kingdom", 1_550L));
  }

  @Test
  void productsAreRankedByMoneyAndByPieces() throws Exception {
    writeOrders();

    assertThat(read(Reports.TOP_SKUS_BY_REVENUE).rows())
        .filteredOn(row -> row.key("currency").equals("GBP"))
        .extracting(row -> row.key("sku"), row -> row.value("amount"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 4_590L, 18L), Tuple.tuple("71053", 60L, 6L));
    assertThat(read(Reports.TOP_SKUS_BY_UNITS).rows())
        .extracting(Row::keys)
        .containsExactly(Map.of("sku", "85123A"), Map.of("sku", "71053"));
  }

  @Test
  void onlyWhatWasKeptOfConfirmedAndFulfilledOrdersIsRevenue() throws Exception {
    List<Document> documents = new ArrayList<>();
    for (String status :
        List.of("RESERVING", "RESERVED", "REJECTED", "CANCELLED", "EXPIRED", "FULFILLED")) {
      documents.addAll(Rows.documents("o-" + status, 3, status));
    }
    OrderDetail part = Rows.detail(Rows.order("part", 2, "CONFIRMED").setKeptAmount(20).build());
    documents.addAll(
        OrderDocuments.of(
            new OrderDetail(
                part.row(),
                part.lines(),
                part.attributes(),
                List.of(new Refusal(0, "85123A", "SOLD_OUT", 6, 0)),
                List.of())));
    assertThat(index().write(documents)).containsOnly(BulkItemResult.CREATED);

    assertThat(read(Reports.REVENUE_BY_DAY).rows())
        .extracting(row -> row.value("amount"), row -> row.value("orders"))
        .containsExactly(Tuple.tuple(1_570L, 2L));
    assertThat(read(Reports.TOP_SKUS_BY_REVENUE).rows())
        .extracting(row -> row.key("sku"), row -> row.value("amount"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 1_530L, 6L), Tuple.tuple("71053", 40L, 4L));
    assertThat(read(Reports.TOP_SKUS_BY_UNITS).rows())
        .extracting(row -> row.key("sku"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 6L), Tuple.tuple("71053", 4L));
    assertThat(read(Reports.ORDERS_OVER_TIME).rows())
        .extracting(row -> row.key("status"))
        .containsExactlyInAnyOrder(
            "CANCELLED", "CONFIRMED", "EXPIRED", "FULFILLED", "REJECTED", "RESERVED", "RESERVING");
  }

  @Test
  void productsAtTheirThresholdAreLowAndSoldOutOnesAreNot() throws Exception {
    StockRow own = Rows.stock("own", 40, 3).toBuilder().setLowStockAt(40).build();
    write(stock("none", 0, 1), stock("few", 5, 2), stock("enough", 6, 1), Rows.stockDocument(own));

    assertThat(read(Reports.LOW_STOCK).rows())
        .extracting(
            row -> row.key("sku"), row -> row.value("available"), row -> row.value("threshold"))
        .containsExactly(Tuple.tuple("own", 40L, 40L), Tuple.tuple("few", 5L, 5L));
  }

  @Test
  void soldOutProductsAreListedTheLatestFirst() throws Exception {
    write(stock("early", 0, 1), stock("late", 0, 9), stock("there", 1, 1));

    ReportTable table = read(Reports.STOCK_OUTS);

    assertThat(table.documents()).isEqualTo(2);
    assertThat(table.rows()).extracting(row -> row.key("sku")).containsExactly("late", "early");
    assertThat(table.rows().getFirst().key("tenant")).isEqualTo("default");
    assertThat(table.rows().getFirst().value("reserved")).isEqualTo(3);
  }

  @Test
  void chosenTimesAndValuesNarrowReportsDown() throws Exception {
    writeOrders();
    Selection december2 =
        new Selection(
            null,
            Instant.parse("2010-12-02T00:00:00Z"),
            Instant.parse("2010-12-03T00:00:00Z"),
            Map.of(),
            false);

    assertThat(read(Reports.REVENUE_BY_DAY, december2).rows())
        .extracting(row -> row.value("amount"))
        .containsExactly(500L);
    assertThat(read(Reports.ORDERS_OVER_TIME, december2)).isEqualTo(ReportTable.EMPTY);
    assertThat(read(Reports.ORDERS_BY_STATUS, Selection.USUAL.over(Range.QUARTER_HOUR)).documents())
        .isEqualTo(4);
    Selection euros = Selection.USUAL.with(Dimension.CURRENCY, "EUR");
    assertThat(read(Reports.CONVERSION, euros).documents()).isEqualTo(1);
    assertThat(read(Reports.CONVERSION, euros.with(Dimension.TENANT, "other")).documents())
        .isZero();
    assertThat(read(Reports.REVENUE_BY_HOUR).rows())
        .extracting(row -> row.key("placedAt"), row -> row.value("amount"))
        .containsExactly(
            Tuple.tuple("2010-12-01T08:00:00Z", 3_100L),
            Tuple.tuple("2010-12-02T23:00:00Z", 500L),
            Tuple.tuple("2010-12-01T08:00:00Z", 1_550L));
    assertThat(
            read(Reports.REVENUE_BY_TENANT, Selection.USUAL.with(Dimension.CURRENCY, "EUR")).rows())
        .extracting(row -> row.key("tenant"), row -> row.value("amount"))
        .containsExactly(Tuple.tuple("default", 1_550L));
  }

  @Test
  void acceptedOrdersBecomeSalesOrNot() throws Exception {
    writeOrders();
    index().write(Rows.documents("r", 2, "RESERVED"));

    assertThat(read(Reports.CONVERSION).rows())
        .extracting(row -> row.value("orders"))
        .containsExactly(6L, 4L, 1L, 0L, 1L);
    assertThat(read(Reports.REFUSED_BY_REASON).rows())
        .extracting(row -> row.key("refusals.reason"), row -> row.value("orders"))
        .containsExactly(Tuple.tuple("SOLD_OUT", 1L));
    assertThat(read(Reports.REFUSED_DEMAND).rows())
        .extracting(row -> row.key("sku"), row -> row.value("missing"), row -> row.value("lines"))
        .containsExactly(Tuple.tuple("71053", 1L, 1L));
    assertThat(read(Reports.OPEN_HOLDS).rows())
        .extracting(row -> row.value("orders"))
        .containsExactly(0L, 0L, 1L, 0L, 0L, 0L);
  }

  @Test
  void latencyIsCountedInBandsAndToldInPercentiles() throws Exception {
    // Answered a second after acceptance for each version.
    index().write(Rows.documents("a", 1, "CONFIRMED"));
    index().write(Rows.documents("b", 1, "CONFIRMED"));
    index().write(Rows.documents("c", 1, "CONFIRMED"));
    index().write(Rows.documents("d", 9, "CONFIRMED"));
    index().write(Rows.documents("open", 1, "RESERVING"));

    assertThat(read(Reports.RESERVATION_LATENCY_BANDS).rows())
        .extracting(row -> row.value("orders"))
        .containsExactly(0L, 0L, 0L, 3L, 1L, 0L);
    Row latency = read(Reports.RESERVATION_LATENCY).rows().getFirst();
    assertThat(latency.value("p50")).isEqualTo(1_000);
    assertThat(latency.value("p99")).isBetween(6_000L, 9_000L);
  }

  @Test
  void whatWaitsIsToldByItsLatestSamples() throws Exception {
    write(
        StageDocuments.of(new StageBacklog("order-store", 900, NOW.minusSeconds(300)), null, null));
    StageBacklog before = new StageBacklog("order-store", 300, NOW.minusSeconds(20));
    write(
        StageDocuments.of(new StageBacklog("order-store", 200, NOW.minusSeconds(10)), before, null),
        StageDocuments.of(new StageBacklog("analytics-sink", 0, NOW.minusSeconds(10)), null, 40L));

    List<Row> rows = read(Reports.STAGE_LAG).rows();

    assertThat(rows)
        .extracting(row -> row.key("stage"), row -> row.value("waiting"))
        .containsExactly(Tuple.tuple("order-store", 200L), Tuple.tuple("analytics-sink", 0L));
    assertThat(rows.getFirst().value("emptyIn")).isEqualTo(20);
    assertThat(rows.getFirst().has("delay")).isFalse();
    assertThat(rows.getLast().value("delay")).isEqualTo(40);
    assertThat(rows.getLast().has("emptyIn")).isFalse();
    assertThat(read(Reports.BACKLOG).rows())
        .extracting(row -> row.key("stage"), row -> row.value("waiting"))
        .containsExactlyInAnyOrder(
            Tuple.tuple("order-store", 900L),
            Tuple.tuple("order-store", 200L),
            Tuple.tuple("analytics-sink", 0L));
  }

  @Test
  void minutesLeftFollowFromTheLastHour() throws Exception {
    write(stock("85123A", 4, 2), stock("still", 3, 1));
    for (String status : List.of("RESERVED", "CONFIRMED", "RESERVING", "REJECTED", "CANCELLED")) {
      index().write(Rows.documents("o-" + status, 2, status));
    }
    OrderRow.Builder other = Rows.order("o-other", 2, "FULFILLED").setTenant("other");
    index().write(OrderDocuments.of(Rows.detail(other.build())));

    assertThat(read(Reports.LOW_STOCK).rows())
        .extracting(row -> row.key("sku"), row -> row.has("minutesLeft"))
        .containsExactly(Tuple.tuple("85123A", true), Tuple.tuple("still", false));
    // 12 units in 60 minutes, 4 left.
    assertThat(read(Reports.LOW_STOCK).rows().getFirst().value("minutesLeft")).isEqualTo(20);
    assertThat(read(Reports.FASTEST_SKUS).rows())
        .extracting(row -> row.key("sku"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 18L), Tuple.tuple("71053", 6L));
  }

  @Test
  void theLatestMovementIsOneThatNoOrderTellsOf() throws Exception {
    write(
        StockDocuments.of(Rows.movement("m1").setKind(MovementKind.RELEASE.code()).build()),
        StockDocuments.of(
            Rows.movement("m2").setAt(Times.timestamp(Rows.CREATED.plusSeconds(9))).build()));

    assertThat(read(Reports.NEWEST_MOVEMENT).rows().getFirst().value("newest"))
        .isEqualTo(Rows.CREATED.toEpochMilli());
  }

  @Test
  void theSlowestProductsAreThoseSoldLeast() throws Exception {
    writeOrders();

    assertThat(read(Reports.SLOWEST_SKUS).rows())
        .extracting(row -> row.key("sku"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("71053", 8L), Tuple.tuple("85123A", 24L));
  }

  @Test
  void ordersBehindAFigureAreFoundTheLatestFirst() throws Exception {
    writeOrders();
    refresh();

    assertThat(orders().find(search(Map.of(), List.of("REJECTED"), false)))
        .extracting(OrderSummary::orderId)
        .containsExactly("o3");
    assertThat(orders().find(search(Map.of(), List.of(), true)))
        .extracting(OrderSummary::orderId)
        .containsExactly("o3");
    assertThat(orders().find(search(Map.of(Dimension.SKU, "71053"), List.of(), false)))
        .hasSize(5)
        .extracting(OrderSummary::orderId)
        .endsWith("o5");
    assertThat(orders().find(search(Map.of(Dimension.SKU, "71053"), List.of(), true)))
        .extracting(OrderSummary::orderId)
        .containsExactly("o3");
    assertThat(
            orders()
                .find(
                    new OrderSearch(
                        Map.of(Dimension.CURRENCY, "GBP"),
                        List.of("CONFIRMED", "FULFILLED"),
                        false,
                        OrderSearch.BOUGHT,
                        Instant.parse("2010-12-02T00:00:00Z"),
                        Instant.parse("2010-12-03T00:00:00Z"))))
        .singleElement()
        .satisfies(order -> assertThat(order.amount()).isEqualTo(700));
  }

  private static OrderSearch search(
      Map<Dimension, String> only, List<String> statuses, boolean missing) {
    return new OrderSearch(only, statuses, missing, OrderSearch.ACCEPTED, null, null);
  }

  @Test
  void anOrdersStoryHasItsChangesLinesAndMovements() throws Exception {
    OrderDetail plain = Rows.detail(Rows.order("o1", 2, "REJECTED").build());
    List<Document> documents =
        OrderDocuments.of(
            new OrderDetail(
                plain.row(),
                plain.lines(),
                plain.attributes(),
                plain.refusals(),
                List.of(
                    new Change(1, "RESERVING", Rows.CREATED, ""),
                    new Change(2, "REJECTED", Rows.CREATED.plusMillis(85), "SOLD_OUT"))));
    index().write(documents);
    write(StockDocuments.of(Rows.movement("o1").build()));
    refresh();

    OrderStory story = orders().story("o1").orElseThrow();

    assertThat(story.summary().status()).isEqualTo("REJECTED");
    assertThat(story.settleMillis()).isEqualTo(85);
    assertThat(story.changes())
        .containsExactly(
            new OrderStory.Change("RESERVING", Rows.CREATED, ""),
            new OrderStory.Change("REJECTED", Rows.CREATED.plusMillis(85), "SOLD_OUT"));
    assertThat(story.lines())
        .containsExactly(
            new OrderStory.Line(0, "85123A", 6, 1_530, false, "", 0),
            new OrderStory.Line(1, "71053", 2, 20, false, "SOLD_OUT", 1));
    assertThat(story.movements())
        .containsExactly(
            new OrderStory.Movement(Rows.CREATED, "RESERVE", "APPLIED", 1, "85123A", 6));
    assertThat(orders().story("nobody")).isEmpty();
  }

  /** Three confirmed in pounds (one bought a day later, taken a month ago), one in euros. */
  private void writeOrders() throws Exception {
    List<Document> documents = new ArrayList<>();
    documents.addAll(Rows.documents("o1", 2, "CONFIRMED"));
    documents.addAll(Rows.documents("o2", 2, "CONFIRMED"));
    documents.addAll(Rows.documents("o3", 2, "REJECTED"));
    documents.addAll(
        OrderDocuments.of(
            Rows.detail(Rows.order("o4", 2, "CONFIRMED").setCurrency("EUR").build())));
    documents.addAll(
        OrderDocuments.of(
            Rows.detail(
                Rows.order("o5", 2, "CONFIRMED")
                    .setTotalAmount(700)
                    .setKeptAmount(500)
                    .setCreatedAt(Times.timestamp(Instant.parse("2026-10-20T09:00:00Z")))
                    .setPlacedAt(Times.timestamp(Instant.parse("2010-12-02T23:59:59Z")))
                    .build())));
    assertThat(index().write(documents)).containsOnly(BulkItemResult.CREATED);
  }

  private static Document broken(Document document) {
    Map<String, Object> fields = new LinkedHashMap<>(document.fields());
    fields.put("available", "many");
    return new Document(document.index(), document.id(), document.version(), fields);
  }
}
