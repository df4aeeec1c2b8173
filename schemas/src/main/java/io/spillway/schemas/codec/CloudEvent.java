package io.spillway.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents 1.0 attributes of a record, in Kafka binary mode, with the W3C trace context.
 *
 * @param id unique for its source, and deterministic, so that a replayed event is recognisable
 * @param type such as {@code io.spillway.orders.v1.OrderConfirmed}
 * @param subject what it is about: an order id or a SKU
 * @param traceparent the W3C trace context, or null
 */
public record CloudEvent(
    String id,
    String type,
    Source source,
    String subject,
    Instant time,
    @Nullable String traceparent) {
  public static final String TRACEPARENT = "traceparent";

  private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] CONTENT_TYPE = "application/protobuf".getBytes(UTF_8);

  /**
   * An event whose id is made of the key of what it is about, then what tells the event apart from
   * others of that key, such as a kind, a partition or a version, with hyphens between: {@code
   * KEY[-PART]…}.
   */
  public static CloudEvent of(
      Source source,
      String type,
      String subject,
      Instant time,
      @Nullable String traceparent,
      Object key,
      Object... parts) {
    StringBuilder id = new StringBuilder(key.toString());
    for (Object part : parts) {
      id.append('-').append(part);
    }
    return new CloudEvent(id.toString(), type, source, subject, time, traceparent);
  }

  public void writeTo(Headers headers) {
    headers.add("ce_specversion", SPEC_VERSION);
    headers.add("ce_id", id.getBytes(UTF_8));
    headers.add("ce_type", type.getBytes(UTF_8));
    headers.add("ce_source", source.text().getBytes(UTF_8));
    headers.add("ce_subject", subject.getBytes(UTF_8));
    headers.add("ce_time", time.toString().getBytes(UTF_8));
    headers.add("content-type", CONTENT_TYPE);
    if (traceparent != null) {
      headers.add(TRACEPARENT, traceparent.getBytes(UTF_8));
    }
  }

  /** The last header of a name as text, or null. */
  public static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
