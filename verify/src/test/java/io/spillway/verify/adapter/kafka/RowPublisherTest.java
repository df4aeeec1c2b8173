package io.spillway.verify.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import org.junit.jupiter.api.Test;

class RowPublisherTest {
  @Test
  void aRepairedRowsEventHasTheIdOfTheRowsOwnEvent() {
    CloudEvent event = RowPublisher.event("default/MUG", 7, "StockRow");

    assertThat(event.id()).isEqualTo("default/MUG-7");
    assertThat(event.source()).isEqualTo(Source.RECONCILE);
    assertThat(event.type()).isEqualTo("io.spillway.cdc.v1.StockRow");
    assertThat(event.subject()).isEqualTo("default/MUG");
  }
}
