package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderMixTest {
  private final OrderMix mix = new OrderMix(5, "t", true);

  @Test
  void anIndexAlwaysDrawsTheSameOrder() {
    assertThat(mix.order(41)).isEqualTo(new OrderMix(5, "t", true).order(41));
    assertThat(mix.order(41)).isNotEqualTo(mix.order(42));
  }

  @Test
  void everyLifeIsLivedAndEverySkuIsInStock() {
    List<ScenarioOrder> orders = IntStream.range(0, 2_000).mapToObj(mix::order).toList();
    assertThat(orders).extracting(ScenarioOrder::life).contains(OrderScenario.values());
    assertThat(orders).anyMatch(ScenarioOrder::partial).anyMatch(ScenarioOrder::resubmitted);
    assertThat(orders).anyMatch(ScenarioOrder::contradicted);
    assertThat(orders.stream().flatMap(order -> order.lines().stream()))
        .allMatch(line -> mix.stock().containsKey(line.sku()));
  }

  @Test
  void withoutALifecycleAllArePlain() {
    OrderMix plain = new OrderMix(5, "t", false);
    assertThat(IntStream.range(0, 500).mapToObj(plain::order))
        .allMatch(order -> order.life() == OrderScenario.PLAIN && !order.partial());
  }

  @Test
  void theBodySaysWhatTheOrderIsAndTheContradictionSaysMore() throws Exception {
    ScenarioOrder held =
        IntStream.range(0, 2_000)
            .mapToObj(mix::order)
            .filter(order -> order.life().held() && order.partial())
            .findFirst()
            .orElseThrow();
    JsonNode body = new JsonMapper().readTree(held.json(true));
    assertThat(body.path("idempotencyKey").asText()).isEqualTo("t-" + held.index());
    assertThat(body.path("holdFor").asText()).isEqualTo("PT20S");
    assertThat(body.path("allowPartial").asBoolean()).isTrue();
    assertThat(body.path("lines")).hasSize(held.lines().size());
    JsonNode other = new JsonMapper().readTree(held.contradiction());
    assertThat(other.at("/lines/0/quantity").asInt())
        .isEqualTo(body.at("/lines/0/quantity").asInt() + 1);
  }
}
