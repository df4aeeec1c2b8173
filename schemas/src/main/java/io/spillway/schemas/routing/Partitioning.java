package io.spillway.schemas.routing;

import io.spillway.schemas.topics.Topic;

/**
 * How many shards and partitions a deployment has.
 *
 * @param shards MySQL schemas, 1 to 4,096
 * @param orderPartitions partitions of topics routed by the customer's slot; a multiple of shards
 * @param inventoryPartitions partitions of topics routed by the SKU's slot; a multiple of shards
 */
public record Partitioning(int shards, int orderPartitions, int inventoryPartitions) {
  /** Four shards, 16 order partitions and 8 inventory partitions. */
  public static final Partitioning DEFAULT = new Partitioning(4, 16, 8);

  public Partitioning {
    if (shards < 1 || shards > SlotMap.SLOTS) {
      throw new IllegalArgumentException("shards = " + shards + " is outside 1..4096");
    }
    requireMultiple("orderPartitions", orderPartitions, shards);
    requireMultiple("inventoryPartitions", inventoryPartitions, shards);
  }

  public int partitions(Topic topic) {
    return switch (topic.routing()) {
      case ORDER -> orderPartitions;
      case STOCK -> inventoryPartitions;
      case SINGLE -> 1;
    };
  }

  public int partition(Topic topic, int slot) {
    return SlotMap.partition(slot, partitions(topic));
  }

  private static void requireMultiple(String name, int partitions, int shards) {
    if (partitions < shards || partitions > SlotMap.SLOTS || partitions % shards != 0) {
      throw new IllegalArgumentException(
          name
              + " = "
              + partitions
              + " must be a multiple of the "
              + shards
              + " shards and at most 4096");
    }
  }
}
