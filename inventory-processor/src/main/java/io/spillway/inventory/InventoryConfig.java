package io.spillway.inventory;

import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.StreamsHostConfig;
import io.spillway.runtime.loop.LoopConfig;

/**
 * Settings of this service alone.
 *
 * @param lowStock units; this many or fewer, but not none, are low
 */
record InventoryConfig(LoopConfig loop, StreamsHostConfig availability, int lowStock) {
  /** Reads {@code spillway.inventory}; the caller checks the settings. */
  static InventoryConfig from(Settings settings) {
    return new InventoryConfig(
        LoopConfig.from(settings, "spillway.inventory.loop"),
        StreamsHostConfig.from(
            settings, "spillway.inventory.availability", "inventory-availability", ""),
        settings.count("spillway.inventory.availability.low-stock", 0, Integer.MAX_VALUE));
  }
}
