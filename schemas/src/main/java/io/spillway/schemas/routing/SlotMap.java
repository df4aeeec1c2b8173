package io.spillway.schemas.routing;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The arithmetic from a key to its slot, and from a slot to its shard and partition.
 *
 * <p>A key's slot never changes. Shards and partitions own contiguous slot ranges, so doubling them
 * splits ranges and moves nothing else. Pure and thread-safe.
 */
public final class SlotMap {
  /** Number of slots; fixed for ever, because ids and rows hold slots. */
  public static final int SLOTS = 4096;

  private static final int SLOT_BITS = 12;
  private static final HashFunction MURMUR3 = Hashing.murmur3_32_fixed();

  private SlotMap() {}

  /** Slot of an order: all orders of one customer share it. */
  public static int orderSlot(String tenant, String customerId) {
    return slot(tenant, customerId);
  }

  /** Slot of a stock row, and of the product that the SKU names. */
  public static int stockSlot(String tenant, String sku) {
    return slot(tenant, sku);
  }

  /** Slot of an API key. */
  public static int accessKeySlot(String keyId) {
    return slot("", keyId);
  }

  /** The shard, 0 to {@code shards - 1}, that owns a slot. */
  public static int shard(int slot, int shards) {
    return range(slot, shards);
  }

  /** The partition, 0 to {@code partitions - 1}, of a slot-routed topic that a slot belongs to. */
  public static int partition(int slot, int partitions) {
    return range(slot, partitions);
  }

  /** The shard that holds all slots of a partition; {@code partitions % shards == 0}. */
  public static int shardOfPartition(int partition, int partitions, int shards) {
    if (partitions % shards != 0) {
      throw new IllegalArgumentException(
          "partitions (" + partitions + ") must be a multiple of shards (" + shards + ")");
    }
    return partition / (partitions / shards);
  }

  private static int range(int slot, int parts) {
    if (slot < 0 || slot >= SLOTS) {
      throw new IllegalArgumentException("slot " + slot + " is outside 0.." + (SLOTS - 1));
    }
    if (parts < 1 || parts > SLOTS) {
      throw new IllegalArgumentException("parts " + parts + " is outside 1.." + SLOTS);
    }
    return (slot * parts) >>> SLOT_BITS;
  }

  private static int slot(String tenant, String key) {
    // U+001F cannot occur in either part, so ("a", "bc") and ("ab", "c") differ.
    return MURMUR3.hashString(tenant + '\u001f' + key, StandardCharsets.UTF_8).asInt()
        & (SLOTS - 1);
  }
}
