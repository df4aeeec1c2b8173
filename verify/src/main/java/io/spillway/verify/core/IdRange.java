package io.spillway.verify.core;

import io.spillway.schemas.routing.SlotMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The ids of one order partition. An id begins with its slot, so a partition is one range of the
 * primary key in MySQL and of the id's text in Elasticsearch.
 *
 * @param partition of the topics that are routed by the order
 * @param fromSlot the first slot
 * @param toSlot the slot after the last
 */
public record IdRange(int partition, int fromSlot, int toSlot) {
  /** One range for each partition, in order. */
  public static List<IdRange> of(int partitions) {
    List<IdRange> ranges = new ArrayList<>(partitions);
    for (int p = 0; p < partitions; p++) {
      ranges.add(new IdRange(p, firstSlot(p, partitions), firstSlot(p + 1, partitions)));
    }
    return ranges;
  }

  /** The smallest id as a row holds it. */
  public byte[] lowest() {
    byte[] id = new byte[16];
    slot(id, fromSlot);
    return id;
  }

  /** The largest id as a row holds it. */
  public byte[] highest() {
    byte[] id = new byte[16];
    Arrays.fill(id, (byte) 0xff);
    slot(id, toSlot - 1);
    id[1] |= 0x0f;
    return id;
  }

  /** No id of the range is before this text. */
  public String lowestText() {
    return String.format(Locale.ROOT, "%03x", fromSlot);
  }

  /** No id of the range is after this text. */
  public String highestText() {
    // After every hexadecimal digit and the hyphen.
    return String.format(Locale.ROOT, "%03x~", toSlot - 1);
  }

  /** The shard that holds the orders of these ids. */
  public int shard(int shards) {
    return SlotMap.shard(fromSlot, shards);
  }

  private static void slot(byte[] id, int slot) {
    id[0] = (byte) (slot >>> 4);
    id[1] = (byte) ((slot & 0x0f) << 4);
  }

  /** Inverse of {@code slot * partitions >>> 12}. */
  private static int firstSlot(int partition, int partitions) {
    return Math.ceilDiv(partition * SlotMap.SLOTS, partitions);
  }
}
