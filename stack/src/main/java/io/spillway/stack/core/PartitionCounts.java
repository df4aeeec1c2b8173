package io.spillway.stack.core;

import java.util.Locale;

/**
 * How many partitions a stack's topics have: 0 means that nobody asked for a number.
 *
 * @param orders of the topics routed by customer
 * @param inventory of the topics routed by SKU
 */
public record PartitionCounts(int orders, int inventory) {
  /** What stacks had before the machine decided, and what larger machines get. */
  public static final PartitionCounts LARGE = new PartitionCounts(16, 8);

  /** Up to here one partition a shard keeps every core busy, and each more one only costs. */
  private static final int FEW_CORES = 4;

  /** For a new stack: a partition a shard on few cores, four and two a shard on more. */
  public static PartitionCounts forMachine(int cores, int shards) {
    return cores <= FEW_CORES
        ? new PartitionCounts(shards, shards)
        : new PartitionCounts(4 * shards, 2 * shards);
  }

  /**
   * Refuses numbers that would divide a shard's slots among partitions of other shards.
   *
   * @throws OperationException naming the variable, its value and what is expected
   */
  public void requireMultiplesOf(int shards) {
    require("SPILLWAY_PARTITIONS_ORDERS", orders, shards);
    require("SPILLWAY_PARTITIONS_INVENTORY", inventory, shards);
  }

  private static void require(String variable, int count, int shards) {
    if (count < 0 || count > 4_096 || count % shards != 0) {
      throw new OperationException(
          String.format(
              Locale.ROOT,
              "%s = %d: expected a multiple of the %d shards, at most 4096",
              variable,
              count,
              shards));
    }
  }
}
