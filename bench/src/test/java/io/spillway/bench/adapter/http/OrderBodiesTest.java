package io.spillway.bench.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class OrderBodiesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void anOrderHasAsManyLinesAsAskedOfTheFirstSkus() throws Exception {
    OrderBodies bodies = new OrderBodies(5, 3, 1);
    for (int i = 0; i < 20; i++) {
      JsonNode order = JSON.readTree(bodies.line());
      assertThat(order.path("lines")).hasSize(3);
      assertThat(order.path("lines"))
          .allSatisfy(line -> assertThat(line.path("sku").asText()).matches("SKU-00000[0-4]"));
    }
    assertThat(JSON.readTree(new OrderBodies(5, 1).order()).path("lines")).hasSize(2);
  }

  @Test
  void everyLineOfABatchHasAKeyOfItsOwn() throws Exception {
    OrderBodies bodies = new OrderBodies(5, 1);
    assertThat(JSON.readTree(bodies.line()).path("idempotencyKey"))
        .isNotEqualTo(JSON.readTree(bodies.line()).path("idempotencyKey"));
  }
}
