package io.spillway.schemas.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.StockRow;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentHashTest {
  private static final OrderRow ORDER =
      OrderRow.newBuilder()
          .setOrderId("00100000-0000-8000-8000-000000000001")
          .setSlot(1)
          .setTenant("default")
          .setCustomerId("c-1")
          .setStatus("CONFIRMED")
          .setVersion(2)
          .setCurrency("GBP")
          .setTotalAmount(150)
          .setLineCount(1)
          .setLinesJson("[{\"sku\":\"Größe \\\"L\\\"\",\"quantity\":3,\"unitAmount\":50}]")
          .setAttributesJson("{}")
          .setPlacedAt(Timestamp.newBuilder().setSeconds(7).setNanos(123_000_000))
          .setKeptAmount(150)
          .build();
  private static final StockRow STOCK =
      StockRow.newBuilder()
          .setTenant("default")
          .setSku("MUG-1")
          .setSlot(7)
          .setAvailable(3)
          .setVersion(4)
          .build();

  private static final ProductRow PRODUCT =
      ProductRow.newBuilder()
          .setTenant("default")
          .setSku("MUG-1")
          .setSlot(7)
          .setName("Mug")
          .setAttributesJson("{\"colour\":\"red\"}")
          .setVersion(4)
          .build();

  @Test
  void neverChangesForDocumentsHoldIt() {
    assertThat(ContentHash.of(ORDER)).isEqualTo("4db68cdad06eb212");
    assertThat(ContentHash.of(STOCK)).isEqualTo("9979ea0c5a3fbf3e");
    assertThat(ContentHash.of(PRODUCT)).isEqualTo("d3cc8fbf2f2b6f69");
  }

  @Test
  void everyColumnCounts() {
    everyFieldCounts(ORDER, ContentHash::of);
    everyFieldCounts(STOCK, ContentHash::of);
    everyFieldCounts(PRODUCT, ContentHash::of);
  }

  @Test
  void noThresholdIsNotTheThresholdZero() {
    assertThat(ContentHash.of(STOCK.toBuilder().setLowStockAt(0).build()))
        .isNotEqualTo(ContentHash.of(STOCK));
  }

  @Test
  void jsonCountsByWhatItSays() {
    OrderRow asMysqlPrintsIt =
        ORDER.toBuilder()
            .setLinesJson(
                "[{\"sku\": \"Gr\\u00f6\\u00dfe \\\"L\\\"\", \"quantity\": 3, \"unitAmount\": 50}]")
            .build();

    assertThat(ContentHash.of(asMysqlPrintsIt)).isEqualTo(ContentHash.of(ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, {\"a b\" : \" x \"}]|[1,{\"a b\":\" x \"}]",
        "\"\\u0041\\/\\t\"|\"A/\t\"",
        "\"\\u0022,\\u005c\"|\"\\\",\\\\\"",
        "\"\\\\\" , \"\\\"\"|\"\\\\\",\"\\\"\"",
        "\"\\u12\"|\"\\u12\"",
        "\"\\|\"\\",
      })
  void jsonHasOneForm(String json, String canonical) {
    assertThat(CanonicalJson.of(json)).isEqualTo(canonical);
    assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> void everyFieldCounts(M row, Function<M, String> hash) {
    for (FieldDescriptor field : row.getDescriptorForType().getFields()) {
      Object other =
          switch (field.getJavaType()) {
            case STRING -> row.getField(field) + "x";
            case INT -> (Integer) row.getField(field) + 1;
            case LONG -> (Long) row.getField(field) + 1;
            case MESSAGE -> Timestamp.newBuilder().setSeconds(99).build();
            default -> throw new AssertionError("a kind of field that no row had: " + field);
          };
      M changed = (M) row.toBuilder().setField(field, other).build();
      assertThat(hash.apply(changed)).as(field.getName()).isNotEqualTo(hash.apply(row));
    }
  }
}
