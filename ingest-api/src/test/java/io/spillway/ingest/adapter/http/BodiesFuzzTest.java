package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.CommandRules;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.OrderLimits;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.ProductRules;
import io.spillway.ingest.core.TestOrders;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.core.Violations;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** Any bytes as a body: each reader takes or refuses them. The first byte chooses the reader. */
@Tag("extended")
class BodiesFuzzTest {
  private static final OrderLimits LIMITS =
      new OrderLimits(
          2_000,
          1_000_000,
          1_000_000_000_000L,
          9_000_000_000_000_000L,
          16,
          10_000,
          Duration.ofDays(1),
          Duration.ofDays(7));
  private static final OrderRules ORDERS = new OrderRules(LIMITS);
  private static final AdjustmentRules ADJUSTMENTS = new AdjustmentRules(LIMITS);
  private static final ProductRules PRODUCTS = new ProductRules(32);
  private static final JsonReader READER = new JsonReader();

  @FuzzTest(maxDuration = "60s")
  void aBodyIsTakenOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    if (input[0] == 'b') {
      batch(body);
      return;
    }
    Violations violations = new Violations();
    Json json;
    try {
      json = READER.readOrRefuse(body, violations);
    } catch (RefusalException refused) {
      assertThat(refused.problem().type().status()).isEqualTo(400);
      return;
    }
    Checked<?> checked =
        switch (input[0]) {
          case 'a' -> ADJUSTMENTS.check(json, violations, "default");
          case 'p' -> PRODUCTS.check(json, violations);
          case 'c' -> CommandRules.cancel(json, violations);
          case 'e' -> CommandRules.extend(json, violations);
          default -> ORDERS.check(json, violations, TestOrders.NOW, "default");
        };
    require(checked, violations);
  }

  private static void batch(byte[] body) {
    int bytes = 0;
    int number = 0;
    for (Lines lines = new Lines(body); lines.next(); ) {
      number++;
      assertThat(lines.number()).isEqualTo(number);
      bytes += lines.length() + 1;
      if (lines.blank()) {
        continue;
      }
      Violations violations = new Violations();
      try {
        Json json = READER.read(body, lines.start(), lines.length(), violations);
        require(ORDERS.checkInBatch(json, violations, TestOrders.NOW, null), violations);
      } catch (JsonReader.MalformedJsonException refused) {
        assertThat(refused.violation().reason()).isNotBlank();
      }
    }
    assertThat(bytes).as("bytes of all lines").isBetween(body.length, body.length + 1);
  }

  /** What is valid broke no rule, and becomes a record; what is not says why. */
  private static void require(Checked<?> checked, Violations violations) {
    switch (checked) {
      case Checked.Valid<?>(ValidOrder order) -> {
        assertThat(violations.none()).isTrue();
        Acceptance taken = Acceptance.of(order, "key", TestOrders.NOW);
        byte[] record = taken.message().toByteArray();
        assertThat(record).isNotEmpty();
        assertThat(RoutedId.parse(taken.orderId().toString())).isEqualTo(taken.orderId());
        assertThat(new String(order.customerId().getBytes(UTF_8), UTF_8))
            .as("a text that UTF-8 can carry")
            .isEqualTo(order.customerId());
      }
      case Checked.Valid<?> _ -> assertThat(violations.none()).isTrue();
      case Checked.Invalid<?>(Violations all) -> assertThat(all.none()).isFalse();
    }
  }
}
