package io.spillway.inventory.adapter.streams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The headers that every dead letter of the pipeline has, for records that Streams sets aside. */
final class DeadLetterHeaders {
  private static final int MAX_CAUSE_CHARS = 1_000;

  private DeadLetterHeaders() {}

  static Headers of(
      Headers original, RecordMetadata source, String consumer, String cause, Instant at) {
    Headers headers = new RecordHeaders(original);
    put(headers, "dlq-cause", cause.substring(0, Math.min(cause.length(), MAX_CAUSE_CHARS)));
    put(headers, "dlq-source-topic", source.topic());
    put(headers, "dlq-source-partition", source.partition());
    put(headers, "dlq-source-offset", source.offset());
    put(headers, "dlq-consumer", consumer);
    put(headers, "dlq-attempts", 1);
    put(headers, "dlq-at", at);
    return headers;
  }

  private static void put(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
  }
}
