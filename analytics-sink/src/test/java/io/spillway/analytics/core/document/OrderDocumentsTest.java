package io.spillway.analytics.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.ContentHash;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDocumentsTest {
  @Test
  void anOrderIsOneDocumentAndOnePerLineAllOfItsVersion() {
    List<Document> documents = Rows.documents("o1", 2, "CONFIRMED");

    assertThat(documents)
        .extracting(Document::index, Document::id, Document::version)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("orders-2026.11", "o1", 2L),
            org.assertj.core.groups.Tuple.tuple("order-lines-2026.11", "o1-0", 2L),
            org.assertj.core.groups.Tuple.tuple("order-lines-2026.11", "o1-1", 2L));
  }

  @Test
  void theOrderCarriesWhatItsRowSays() {
    assertThat(Rows.documents("o1", 2, "CONFIRMED").getFirst().fields())
        .containsEntry("orderId", "o1")
        .containsEntry("tenant", "default")
        .containsEntry("customerId", "17850")
        .containsEntry("status", "CONFIRMED")
        .containsEntry("version", 2L)
        .containsEntry("currency", "GBP")
        .containsEntry("totalAmount", 1_550L)
        .containsEntry("keptAmount", 1_550L)
        .containsEntry("lineCount", 2)
        .containsEntry("units", 8L)
        .containsEntry("country", "United Kingdom")
        .containsEntry("attributes", Map.of("country", "United Kingdom", "channel", "web"))
        .containsEntry("placedAt", Instant.parse("2010-12-01T08:26:00Z"))
        .containsEntry("createdAt", Rows.CREATED)
        .containsEntry("updatedAt", Rows.CREATED.plusSeconds(2))
        .containsEntry("settleMillis", 2_000L)
        .doesNotContainKeys("refusals", "holdUntil");
  }

  @Test
  void anEncryptedValueIsOnlySaidToBeOne() {
    OrderDetail plain = Rows.detail(Rows.order("o1", 2, "CONFIRMED").build());
    OrderDetail order =
        new OrderDetail(
            plain.row(),
            plain.lines(),
            Map.of("channel", "web", "country", "enc:v1:1:AAAA", "name", "enc:v1:1:BBBB"),
            plain.refusals(),
            plain.history());

    List<Document> documents = OrderDocuments.of(order);

    assertThat(documents.getFirst().fields())
        .containsEntry(
            "attributes",
            Map.of("channel", "web", "country", "[encrypted]", "name", "[encrypted]"));
    assertThat(documents)
        .allSatisfy(each -> assertThat(each.fields()).containsEntry("country", "[encrypted]"))
        .allSatisfy(each -> assertThat(each.fields().toString()).doesNotContain("enc:v1"));
  }

  @Test
  void aLineCarriesItsAmountAndWhatReportsAskOfItsOrder() {
    assertThat(Rows.documents("o1", 2, "CONFIRMED").get(1).fields())
        .containsEntry("orderId", "o1")
        .containsEntry("line", 0)
        .containsEntry("sku", "85123A")
        .containsEntry("quantity", 6)
        .containsEntry("unitAmount", 255L)
        .containsEntry("amount", 1_530L)
        .containsEntry("kept", true)
        .containsEntry("keptAmount", 1_530L)
        .containsEntry("status", "CONFIRMED")
        .containsEntry("country", "United Kingdom")
        .containsEntry("placedAt", Instant.parse("2010-12-01T08:26:00Z"))
        .containsEntry("createdAt", Rows.CREATED);
  }

  @Test
  void refusedLineOfAPartlyKeptOrderIsNotKept() {
    List<Document> documents = partlyKept("CONFIRMED");

    assertThat(documents.get(0).fields())
        .containsEntry("totalAmount", 1_550L)
        .containsEntry("keptAmount", 1_530L)
        .containsKey("refusals");
    assertThat(documents.get(1).fields())
        .containsEntry("kept", true)
        .containsEntry("keptAmount", 1_530L);
    assertThat(documents.get(2).fields())
        .containsEntry("amount", 20L)
        .containsEntry("kept", false)
        .containsEntry("keptAmount", 0L);
  }

  @ParameterizedTest
  @CsvSource({
    "RESERVING, false",
    "RESERVED, true",
    "CONFIRMED, true",
    "REJECTED, false",
    "CANCELLED, false",
    "EXPIRED, false",
    "FULFILLED, true",
    "UNHEARD_OF, false"
  })
  void linesAreKeptWhileTheOrderHoldsOrHasHandedOver(String status, boolean kept) {
    assertThat(Rows.documents("o1", 3, status).get(1).fields()).containsEntry("kept", kept);
    assertThat(partlyKept(status).get(2).fields()).containsEntry("kept", false);
  }

  @Test
  void orderConfirmedBeforeRowsToldWhatTheyKeptHasAll() {
    OrderRow row = Rows.order("o1", 2, "CONFIRMED").clearKeptAmount().build();

    assertThat(OrderDocuments.of(Rows.detail(row)).getFirst().fields())
        .containsEntry("keptAmount", 1_550L);
    assertThat(
            OrderDocuments.of(Rows.detail(row.toBuilder().setStatus("REJECTED").build()))
                .getFirst()
                .fields())
        .containsEntry("keptAmount", 0L);
  }

  @Test
  void historyIsKeptAndTellsWhenTheCustomerWasAnsweredFirst() {
    OrderDetail plain = Rows.detail(Rows.order("o1", 3, "FULFILLED").build());
    List<Change> history =
        List.of(
            new Change(1, "RESERVING", Rows.CREATED, ""),
            new Change(2, "RESERVED", Rows.CREATED.plusMillis(70), ""),
            new Change(3, "CANCELLED", Rows.CREATED.plusSeconds(9), "changed my mind"));

    Map<String, Object> fields =
        OrderDocuments.of(
                new OrderDetail(
                    plain.row(), plain.lines(), plain.attributes(), plain.refusals(), history))
            .getFirst()
            .fields();

    assertThat(fields).containsEntry("settleMillis", 70L);
    assertThat(fields.get("history"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(3)
        .last()
        .isEqualTo(
            Map.of(
                "version",
                3L,
                "status",
                "CANCELLED",
                "at",
                Rows.CREATED.plusSeconds(9),
                "reason",
                "changed my mind"));
  }

  @Test
  void everyDocumentOfAnOrderCarriesTheHashOfItsRow() {
    OrderRow row = Rows.order("o1", 2, "CONFIRMED").build();

    assertThat(OrderDocuments.of(Rows.detail(row)))
        .hasSize(3)
        .allSatisfy(d -> assertThat(d.fields()).containsEntry("contentHash", ContentHash.of(row)));
  }

  private static List<Document> partlyKept(String status) {
    OrderDetail plain = Rows.detail(Rows.order("o1", 2, status).setKeptAmount(1_530).build());
    return OrderDocuments.of(
        new OrderDetail(
            plain.row(),
            plain.lines(),
            plain.attributes(),
            List.of(new Refusal(1, "71053", "SOLD_OUT", 2, 1)),
            List.of()));
  }

  @Test
  void refusalsAreKept() {
    assertThat(Rows.documents("o1", 2, "REJECTED").getFirst().fields().get("refusals"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement()
        .isEqualTo(
            Map.of(
                "line", 1, "sku", "71053", "reason", "SOLD_OUT", "requested", 2L, "available", 1L));
  }

  @Test
  void anOpenOrderHasNotSettled() {
    assertThat(Rows.documents("o1", 1, "RESERVING").getFirst().fields())
        .doesNotContainKey("settleMillis");
  }

  @Test
  void withoutACountryThereIsNone() {
    OrderRow row = Rows.order("o1", 1, "RESERVING").build();

    List<Document> documents =
        OrderDocuments.of(
            new OrderDetail(
                row, List.of(new Line("a", 1, 1)), Map.of("channel", "web"), List.of(), List.of()));

    assertThat(documents).allSatisfy(d -> assertThat(d.fields()).doesNotContainKey("country"));
  }

  @Test
  void theMonthIsThatOfTheCreationInUtcWhateverTheVersion() {
    OrderRow row =
        Rows.order("o1", 9, "CONFIRMED")
            .setCreatedAt(Times.timestamp(Instant.parse("2026-11-30T23:59:59.999Z")))
            .setUpdatedAt(Times.timestamp(Instant.parse("2026-12-01T00:00:01Z")))
            .build();

    assertThat(OrderDocuments.of(Rows.detail(row)).getFirst().index()).isEqualTo("orders-2026.11");
  }

  @Test
  void attributesComeInOneOrder() {
    OrderRow row = Rows.order("o1", 1, "RESERVING").build();
    OrderDetail order =
        new OrderDetail(
            row, List.of(), Map.of("z", "1", "b", "2", "m", "3", "a", "4"), List.of(), List.of());

    assertThat(OrderDocuments.of(order).getFirst().fields().get("attributes"))
        .hasToString("{a=4, b=2, m=3, z=1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "version", "createdAt", "placedAt", "updatedAt"})
  void aRowThatLacksWhatItMustHaveIsRefused(String missing) {
    OrderRow.Builder row = Rows.order("o1", 1, "RESERVING");
    switch (missing) {
      case "id" -> row.clearOrderId();
      case "version" -> row.clearVersion();
      case "createdAt" -> row.clearCreatedAt();
      case "placedAt" -> row.clearPlacedAt();
      default -> row.clearUpdatedAt();
    }

    assertThatThrownBy(() -> OrderDocuments.of(Rows.detail(row.build())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAmountThatNoLongHoldsIsRefused() {
    OrderRow row = Rows.order("o1", 1, "RESERVING").build();
    OrderDetail order =
        new OrderDetail(
            row, List.of(new Line("a", 3, Long.MAX_VALUE / 2)), Map.of(), List.of(), List.of());

    assertThatThrownBy(() -> OrderDocuments.of(order)).isInstanceOf(ArithmeticException.class);
  }
}
