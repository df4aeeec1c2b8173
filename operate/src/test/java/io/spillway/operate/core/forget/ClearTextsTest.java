package io.spillway.operate.core.forget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.forget.ClearTexts.Value;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.tables.OrderRowJson;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClearTextsTest {
  private static final String ODD = "Zoë \"Z\" O'Hara \\ <x> 𝄞";

  @Test
  void findsAValueInEveryFormThatSomethingHasItIn() {
    for (String value : List.of("Ada Lovelace", ODD, "Li", "x".repeat(256))) {
      ClearTexts texts = ClearTexts.of(List.of(new Value("na\"me", value)), List.of());
      Map<String, String> attributes = Map.of("na\"me", value);
      String json = OrderRowJson.attributes(attributes);

      assertThat(texts.size()).isEqualTo(1);
      assertThat(texts.in(Order.newBuilder().putAllAttributes(attributes).build().toByteArray()))
          .as("protobuf's map of %s", value)
          .containsExactly("na\"me");
      assertThat(texts.in(OrderRow.newBuilder().setAttributesJson(json).build().toByteArray()))
          .as("JSON in protobuf of %s", value)
          .containsExactly("na\"me");
      assertThat(texts.in(json.replace("\":\"", "\": \"").getBytes(UTF_8))).isNotEmpty();
      assertThat(texts.in("{\"a\":\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}"))
          .as("JSON in JSON of %s", value)
          .isNotEmpty();
    }
  }

  @Test
  void aShortValueMeansSomethingOnlyBesideItsName() {
    ClearTexts texts = ClearTexts.of(List.of(new Value("name", "Li")), List.of());
    assertThat(texts.in("Limit, 10 Lines, \"title\":\"Li\"")).isEmpty();
    assertThat(texts.in("{\"name\":\"Li\"}")).containsExactly("name");

    ClearTexts longer = ClearTexts.of(List.of(new Value("name", "Ada Lovelace")), List.of());
    assertThat(longer.in("order of Ada Lovelace refused")).containsExactly("name");
  }

  @Test
  void findsAWrappedKey() {
    byte[] key = {1, -2, 3, 0, 5, 6, 7, 8};
    ClearTexts texts = ClearTexts.of(List.of(), List.of(key));
    assertThat(texts.in(new byte[] {9, 1, -2, 3, 0, 5, 6, 7, 8, 9})).containsExactly("wrapped key");
    assertThat(texts.in(Base64.getEncoder().encodeToString(key))).containsExactly("wrapped key");
    assertThat(texts.in(new byte[] {1, -2, 3, 0, 5, 6, 7, 9})).isEmpty();
  }

  @Test
  void nothingIsNotLookedFor() {
    ClearTexts none = ClearTexts.of(List.of(new Value("name", "")), List.of());
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.in("{\"name\":\"\"}")).isEmpty();
  }

  @Test
  void aValueDoesNotTellItself() {
    assertThat(new Value("name", "Ada Lovelace").toString()).isEqualTo("name");
  }
}
