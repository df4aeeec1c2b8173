package io.spillway.analytics.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.Rows;
import io.spillway.analytics.core.bulk.ItemResult;
import io.spillway.analytics.core.bulk.Verdict;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDetail.Line;
import io.spillway.analytics.core.document.OrderDetail.Refusal;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What every index does, and what its reports then say. Each test begins with an empty index. */
public abstract class IndexContract {
  private static final Window WINDOW =
      Window.endingAt(Rows.CREATED.plusSeconds(600), Window.Range.HOUR);

  protected abstract DocumentIndex index();

  protected abstract ReportReads reads();

  /** Makes what was written visible to reports. */
  protected abstract void refresh();

  private List<Verdict> write(Document... documents) throws Exception {
    return index().write(List.of(documents)).stream().map(Verdict::of).toList();
  }

  private ReportTable read(ReportDefinition report) throws Exception {
    refresh();
    return reads().read(report, WINDOW);
  }

  private static Document stock(String sku, int available, long version) {
    return Rows.stockDocument(Rows.stock(sku, available, version));
  }

  @Test
  void aVersionIsTakenOnceAndOnlyIfItIsHigher() throws Exception {
    assertThat(write(stock("a", 5, 2))).containsExactly(Verdict.INDEXED);
    assertThat(write(stock("a", 5, 2))).containsExactly(Verdict.ALREADY_NEWER);
    assertThat(write(stock("a", 9, 1))).containsExactly(Verdict.ALREADY_NEWER);
    assertThat(read(Reports.STOCK_OUTS).documents()).isZero();

    assertThat(write(stock("a", 0, 3))).containsExactly(Verdict.INDEXED);
    assertThat(read(Reports.STOCK_OUTS).documents()).isEqualTo(1);
  }

  @Test
  void itemsAreAnsweredInTheirOrderAndOneRefusalSpoilsNoOther() throws Exception {
    write(stock("held", 1, 7));
    Document refused = broken(stock("bad", 1, 1));

    List<ItemResult> results =
        index().write(List.of(stock("a", 1, 1), refused, stock("held", 1, 7), stock("b", 1, 1)));

    assertThat(results.stream().map(Verdict::of))
        .containsExactly(Verdict.INDEXED, Verdict.POISON, Verdict.ALREADY_NEWER, Verdict.INDEXED);
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

    assertThat(index().write(documents)).hasSize(1_001).containsOnly(ItemResult.CREATED);

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
    assertThat(read(Reports.ORDERS_BY_STATUS).rows().getFirst().value("updatedAt"))
        .isEqualTo(Rows.CREATED.plusSeconds(2).toEpochMilli());
    assertThat(read(Reports.ORDERS_PER_MINUTE).rows())
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
    assertThat(index().write(documents)).containsOnly(ItemResult.CREATED);

    assertThat(read(Reports.REVENUE_BY_DAY).rows())
        .extracting(row -> row.value("amount"), row -> row.value("orders"))
        .containsExactly(Tuple.tuple(1_570L, 2L));
    assertThat(read(Reports.TOP_SKUS_BY_REVENUE).rows())
        .extracting(row -> row.key("sku"), row -> row.value("amount"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 1_530L, 6L), Tuple.tuple("71053", 40L, 4L));
    assertThat(read(Reports.TOP_SKUS_BY_UNITS).rows())
        .extracting(row -> row.key("sku"), row -> row.value("units"))
        .containsExactly(Tuple.tuple("85123A", 6L), Tuple.tuple("71053", 4L));
    assertThat(read(Reports.ORDERS_PER_MINUTE).rows())
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
    assertThat(index().write(documents)).containsOnly(ItemResult.CREATED);
  }

  private static Document broken(Document document) {
    Map<String, Object> fields = new LinkedHashMap<>(document.fields());
    fields.put("available", "many");
    return new Document(document.index(), document.id(), document.version(), fields);
  }
}
