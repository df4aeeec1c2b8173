package io.spillway.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CloudEventTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:34:56.789Z");

  @Test
  void headersAreThoseOfKafkasBinaryMode() {
    RecordHeaders headers = new RecordHeaders();

    CloudEvent.of(
            Source.ORDER_PROCESSOR,
            "io.spillway.orders.v1.OrderCreated",
            "o-1",
            AT,
            "trace",
            "o-1",
            1)
        .writeTo(headers);

    assertThat(
            Arrays.stream(headers.toArray())
                .map(h -> h.key() + ": " + new String(h.value(), UTF_8)))
        .containsExactly(
            "ce_specversion: 1.0",
            "ce_id: o-1-1",
            "ce_type: io.spillway.orders.v1.OrderCreated",
            "ce_source: order-processor",
            "ce_subject: o-1",
            "ce_time: 2026-11-20T12:34:56.789Z",
            "content-type: application/protobuf",
            "traceparent: trace");
  }

  @Test
  void anIdIsTheKeyAndWhatTellsTheEventApart() {
    assertThat(CloudEvent.of(Source.INGEST_API, "t", "s", AT, null, "key").id()).isEqualTo("key");
    assertThat(CloudEvent.of(Source.INGEST_API, "t", "s", AT, null, "shop/A", "x", 7L).id())
        .isEqualTo("shop/A-x-7");
  }

  @Test
  void sourcesAreContract() {
    assertThat(Arrays.stream(Source.values()).map(Source::text))
        .containsExactly(
            "ingest-api",
            "order-processor",
            "inventory-processor",
            "inventory-availability",
            "cdc-connector",
            "reconcile");
  }
}
