package io.spillway.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What every dead letter says in its headers, besides those that its record came with: why, from
 * where, who gave up, after how many attempts and when.
 */
public final class DeadLetterHeaders {
  /** Why; at most 1,000 characters. */
  public static final String CAUSE = "dlq-cause";

  public static final String SOURCE_TOPIC = "dlq-source-topic";
  public static final String SOURCE_PARTITION = "dlq-source-partition";
  public static final String SOURCE_OFFSET = "dlq-source-offset";

  /** Milliseconds since 1970. */
  public static final String SOURCE_TIMESTAMP = "dlq-source-timestamp";

  public static final String CONSUMER = "dlq-consumer";
  public static final String ATTEMPTS = "dlq-attempts";

  /** ISO 8601. */
  public static final String AT = "dlq-at";

  /** Only on a value that did not fit any more: its length; the value is at the source position. */
  public static final String OMITTED_VALUE_BYTES = "dlq-omitted-value-bytes";

  private static final int MAX_CAUSE_CHARS = 1_000;

  private DeadLetterHeaders() {}

  /**
   * Where the record was.
   *
   * @param timestampMillis the record's time, milliseconds since 1970
   */
  public record Source(String topic, int partition, long offset, long timestampMillis) {}

  /** The record's own headers and the dead letter's; the original headers stay as they are. */
  public static Headers of(
      Headers original, Source source, String consumer, String cause, int attempts, Instant at) {
    Headers headers = new RecordHeaders(original);
    put(headers, CAUSE, cause.substring(0, Math.min(cause.length(), MAX_CAUSE_CHARS)));
    put(headers, SOURCE_TOPIC, source.topic());
    put(headers, SOURCE_PARTITION, source.partition());
    put(headers, SOURCE_OFFSET, source.offset());
    put(headers, SOURCE_TIMESTAMP, source.timestampMillis());
    put(headers, CONSUMER, consumer);
    put(headers, ATTEMPTS, attempts);
    put(headers, AT, at);
    return headers;
  }

  /** Replaces, so that a record dead-lettered a second time tells of the second time. */
  public static void put(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(UTF_8));
  }

  /**
   * The value if it is no longer than {@code maxBytes}; else null, and the headers say that it is
   * left out.
   */
  public static byte @Nullable [] fitting(byte @Nullable [] value, int maxBytes, Headers headers) {
    if (value == null || value.length <= maxBytes) {
      return value;
    }
    put(headers, OMITTED_VALUE_BYTES, value.length);
    return null;
  }
}
