package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The headers of a dead letter, as every consumer of the pipeline writes them. The saga writes its
 * own through the topology, so that a dead letter commits with the offset of its source.
 */
final class DeadLetterHeaders {
  /** Only on a value that did not fit any more: its length; the value is at the source position. */
  static final String OMITTED_VALUE_BYTES = "dlq-omitted-value-bytes";

  private static final String CONSUMER = "order-processor";
  private static final int MAX_CAUSE_CHARS = 1_000;

  private DeadLetterHeaders() {}

  static Headers of(Headers original, RecordMetadata source, String cause, Instant now) {
    Headers headers = new RecordHeaders(original);
    put(headers, "dlq-cause", cause.substring(0, Math.min(cause.length(), MAX_CAUSE_CHARS)));
    put(headers, "dlq-source-topic", source.topic());
    put(headers, "dlq-source-partition", source.partition());
    put(headers, "dlq-source-offset", source.offset());
    put(headers, "dlq-consumer", CONSUMER);
    put(headers, "dlq-attempts", 1);
    put(headers, "dlq-at", now);
    return headers;
  }

  /** Replaces, so that a record dead-lettered a second time tells of the second time. */
  static void put(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(UTF_8));
  }
}
