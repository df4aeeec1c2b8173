package io.spillway.schemas.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A UUIDv8 (RFC 9562) of 12 bits of slot and 110 bits of SHA-256, so that an id alone routes to its
 * shard and partition, and the same key always makes the same id.
 */
public record RoutedId(UUID uuid) {
  private static final int SLOT_SHIFT = 52;

  public RoutedId {
    if (uuid.version() != 8 || uuid.variant() != 2) {
      throw new IllegalArgumentException(
          "'" + uuid + "' is not an id of ours: expected a UUID of version 8");
    }
  }

  /** The id of the order that a tenant submits under an idempotency key. */
  public static RoutedId ofOrder(String tenant, String customerId, String idempotencyKey) {
    return of(SlotMap.orderSlot(tenant, customerId), "order", tenant, idempotencyKey);
  }

  /** The id of one SKU's adjustment under a reference. */
  public static RoutedId ofAdjustment(String tenant, String sku, String reference) {
    return of(SlotMap.stockSlot(tenant, sku), "adjustment", tenant, reference, sku);
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when the text is no UUIDv8
   */
  public static RoutedId parse(String text) {
    // UUID reads groups of other lengths, too: one id would have many names.
    if (text.length() != 36
        || text.charAt(8) != '-'
        || text.charAt(13) != '-'
        || text.charAt(18) != '-'
        || text.charAt(23) != '-') {
      throw new IllegalArgumentException(
          "'" + text + "' is not a UUID: 8-4-4-4-12 hexadecimal digits");
    }
    return new RoutedId(UUID.fromString(text));
  }

  /** Reads the 16 bytes that rows hold. */
  public static RoutedId ofBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an id has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new RoutedId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  /** The slot, 0 to 4,095, in the first 12 bits. */
  public int slot() {
    return (int) (uuid.getMostSignificantBits() >>> SLOT_SHIFT);
  }

  /** The 16 bytes, most significant first. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  @Override
  public String toString() {
    return uuid.toString();
  }

  private static RoutedId of(int slot, String... parts) {
    MessageDigest sha256 = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // Length-prefixed, so no two lists of parts read the same.
      sha256.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      sha256.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    long high = hash.getLong();
    long low = hash.getLong();
    long most = ((long) slot << SLOT_SHIFT) | ((high >>> 12) & 0x000F_FFFF_FFFF_0000L);
    most |= 0x8000L | (high & 0x0FFFL);
    long least = 0x8000_0000_0000_0000L | (low & 0x3FFF_FFFF_FFFF_FFFFL);
    return new RoutedId(new UUID(most, least));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
