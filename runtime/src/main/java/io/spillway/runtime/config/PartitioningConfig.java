package io.spillway.runtime.config;

import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;

/** Reads how many partitions the topics have. */
public final class PartitioningConfig {
  private PartitioningConfig() {}

  /** Reads {@code spillway.partitions}; the shards are those of {@code spillway.mysql.shards}. */
  public static Partitioning from(Settings settings) {
    return from(settings, settings.text("spillway.mysql.shards", 65_536).split(",", -1).length);
  }

  /** Reads {@code spillway.partitions} of a deployment with so many shards. */
  public static Partitioning from(Settings settings, int shards) {
    int orders = settings.count("spillway.partitions.orders", 1, SlotMap.SLOTS);
    int inventory = settings.count("spillway.partitions.inventory", 1, SlotMap.SLOTS);
    try {
      return new Partitioning(shards, orders, inventory);
    } catch (IllegalArgumentException e) {
      settings.violation("spillway.partitions", orders + "/" + inventory, "" + e.getMessage());
      return new Partitioning(1, 1, 1);
    }
  }
}
