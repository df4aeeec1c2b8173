package io.spillway.ingest.core;

import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of orders, newest first: the last order of a page.
 *
 * @param createdAt in whole milliseconds, as the tables keep it
 */
public record OrderCursor(Instant createdAt, RoutedId orderId) {
  /** The latest time that a DATETIME column holds. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final int BYTES = Long.BYTES + 16;

  /** The opaque text that a caller sends back. */
  public String text() {
    byte[] bytes = new byte[BYTES];
    long millis = createdAt.toEpochMilli();
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[i] = (byte) (millis >>> (Byte.SIZE * (Long.BYTES - 1 - i)));
    }
    System.arraycopy(orderId.toBytes(), 0, bytes, Long.BYTES, 16);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The place that a text names, or null when it is none among orders of this slot. */
  public static @Nullable OrderCursor read(String text, int slot) {
    OrderCursor cursor = read(text);
    return cursor != null && cursor.orderId.slot() == slot ? cursor : null;
  }

  /** The place that a text names, or null when it is none. */
  public static @Nullable OrderCursor read(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length != BYTES) {
        return null;
      }
      long millis = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        millis = (millis << Byte.SIZE) | (bytes[i] & 0xff);
      }
      byte[] id = java.util.Arrays.copyOfRange(bytes, Long.BYTES, BYTES);
      OrderCursor cursor = new OrderCursor(Instant.ofEpochMilli(millis), RoutedId.ofBytes(id));
      boolean stored = millis >= 0 && millis <= LATEST.toEpochMilli();
      return stored ? cursor : null;
    } catch (IllegalArgumentException e) {
      return null; // no base64, or no id of ours
    }
  }
}
