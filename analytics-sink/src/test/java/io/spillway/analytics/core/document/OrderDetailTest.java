package io.spillway.analytics.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDetailTest {
  @Test
  void columnsAreReadAndUnknownFieldsPassedOver() {
    var detail =
        OrderDetail.of(
            Rows.order("o1", 2, "REJECTED")
                .setLinesJson("[{\"sku\":\"a\",\"quantity\":6,\"unitAmount\":255,\"new\":1}]")
                .setReasonsJson(
                    "[{\"line\":0,\"sku\":\"a\",\"reason\":\"SOLD_OUT\",\"requested\":6,"
                        + "\"available\":2}]")
                .setHistoryJson(
                    "[{\"version\":1,\"status\":\"RESERVING\",\"at\":\"2026-11-20T12:34:56.789Z\"},"
                        + "{\"version\":2,\"status\":\"REJECTED\",\"at\":\"2026-11-20T12:34:57Z\","
                        + "\"reason\":\"1 line\"}]")
                .build());

    assertThat(detail.lines()).containsExactly(new Line("a", 6, 255));
    assertThat(detail.attributes())
        .isEqualTo(Map.of("country", "United Kingdom", "channel", "web"));
    assertThat(detail.refusals()).containsExactly(new Refusal(0, "a", "SOLD_OUT", 6, 2));
    assertThat(detail.history())
        .containsExactly(
            new Change(1, "RESERVING", Rows.CREATED, ""),
            new Change(2, "REJECTED", Instant.parse("2026-11-20T12:34:57Z"), "1 line"));
  }

  @Test
  void noAttributesAndNoReasonsAreNone() {
    for (String none : new String[] {"", "null"}) {
      var detail =
          OrderDetail.of(
              Rows.order("o1", 1, "RESERVING")
                  .setAttributesJson(none)
                  .setReasonsJson(none)
                  .setHistoryJson(none)
                  .build());

      assertThat(detail.attributes()).isEmpty();
      assertThat(detail.refusals()).isEmpty();
      assertThat(detail.history()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[] []",
        "[1]",
        "[{\"quantity\":1,\"unitAmount\":1}]",
        "[{\"sku\":\"a\",\"quantity\":1.5,\"unitAmount\":1}]",
        "[{\"sku\":\"a\",\"quantity\":\"1\",\"unitAmount\":1}]",
        "[{\"sku\":\"a\",\"quantity\":1,\"unitAmount\":99999999999999999999}]"
      })
  void linesThatAreNoneAreRefused(String lines) {
    var row = Rows.order("o1", 1, "RESERVING").setLinesJson(lines).build();

    assertThatThrownBy(() -> OrderDetail.of(row)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"version\":1,\"status\":\"RESERVING\"}]",
        "[{\"version\":1,\"status\":\"RESERVING\",\"at\":\"yesterday\"}]",
        "[{\"version\":\"1\",\"status\":\"RESERVING\",\"at\":\"2026-11-20T12:34:57Z\"}]"
      })
  void historyThatIsNoneIsRefused(String history) {
    var row = Rows.order("o1", 1, "RESERVING").setHistoryJson(history).build();

    assertThatThrownBy(() -> OrderDetail.of(row)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQuantityBeyondAnIntIsRefused() {
    var row =
        Rows.order("o1", 1, "RESERVING")
            .setLinesJson("[{\"sku\":\"a\",\"quantity\":3000000000,\"unitAmount\":1}]")
            .build();

    assertThatThrownBy(() -> OrderDetail.of(row)).isInstanceOf(ArithmeticException.class);
  }
}
