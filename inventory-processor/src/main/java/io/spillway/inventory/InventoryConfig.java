package io.spillway.inventory;

import io.spillway.runtime.config.Settings;
import io.spillway.runtime.loop.LoopConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of this service alone.
 *
 * @param batch bounds of one transaction
 * @param availability of the availability stream
 */
record InventoryConfig(Batch batch, Availability availability) {
  /**
   * Bounds of the loop.
   *
   * @param maxCommands in one transaction
   * @param maxBytes of the commands of one transaction; bounds their lines
   * @param maxQueued commands that wait for one shard
   * @param stalledAfter without progress for longer, the service is not ready
   */
  record Batch(
      int maxCommands,
      long maxBytes,
      int maxQueued,
      Duration backoffFirst,
      Duration backoffMax,
      Duration commitEvery,
      Duration stalledAfter) {}

  /**
   * The availability stream.
   *
   * @param lowStock units; this many or fewer, but not none, are low
   * @param stateDirectory of the store
   * @param commitEvery how often changes become visible
   */
  record Availability(int lowStock, Path stateDirectory, Duration commitEvery) {}

  /** Reads {@code spillway.inventory}. */
  static InventoryConfig from(Settings settings) {
    return new InventoryConfig(batch(settings), availability(settings));
  }

  private static Batch batch(Settings settings) {
    Duration first =
        settings.duration(
            "spillway.inventory.retry.first", Duration.ofMillis(10), Duration.ofSeconds(10));
    Duration max =
        settings.duration(
            "spillway.inventory.retry.max", Duration.ofMillis(10), Duration.ofMinutes(5));
    if (max.compareTo(first) < 0) {
      settings.violation("spillway.inventory.retry.max", max, "at least retry.first, " + first);
      max = first;
    }
    return new Batch(
        settings.count("spillway.inventory.batch.max-commands", 1, 10_000),
        settings.bytes("spillway.inventory.batch.max-bytes", 1024, 16L * 1024 * 1024),
        settings.count("spillway.inventory.batch.max-queued", 1, 100_000),
        first,
        max,
        settings.duration(
            "spillway.inventory.commit-every", Duration.ofMillis(10), Duration.ofMinutes(1)),
        LoopConfig.stalledAfter(settings));
  }

  private static Availability availability(Settings settings) {
    return new Availability(
        settings.count("spillway.inventory.availability.low-stock", 0, Integer.MAX_VALUE),
        Path.of(settings.text("spillway.inventory.availability.state-dir")),
        settings.duration(
            "spillway.inventory.availability.commit-every",
            Duration.ofMillis(10),
            Duration.ofMinutes(1)));
  }
}
