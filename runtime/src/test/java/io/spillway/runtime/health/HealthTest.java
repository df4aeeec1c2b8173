package io.spillway.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
  @Test
  void isReadyOnlyWhenOpenAndEveryPartIsUp() {
    Health health = new Health();
    health.register("kafka", HealthStatus::up);
    assertThat(health.ready()).isFalse();

    health.setOpen(true);
    assertThat(health.ready()).isTrue();

    health.register("mysql", () -> HealthStatus.down("shard 1: \"refused\""));
    assertThat(health.ready()).isFalse();
    assertThat(HealthJson.of(health.statuses()))
        .isEqualTo(
            "{\"status\":\"down\",\"parts\":{\"process\":{\"status\":\"up\"},"
                + "\"kafka\":{\"status\":\"up\"},"
                + "\"mysql\":{\"status\":\"down\",\"why\":\"shard 1: \\\"refused\\\"\"}}}");
  }

  @Test
  void aCheckThatThrowsIsDownWithItsCause() {
    Health health = new Health();
    health.setOpen(true);
    health.register(
        "odd",
        () -> {
          throw new IllegalStateException("boom");
        });

    assertThat(health.statuses().get("odd").why()).contains("boom");
  }
}
