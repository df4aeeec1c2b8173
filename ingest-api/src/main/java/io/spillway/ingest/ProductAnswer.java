package io.spillway.ingest;

import io.spillway.ingest.core.CachedProduct;
import java.time.Duration;

/**
 * What is answered of a product.
 *
 * @param entry the product, or that there is none
 * @param stale whether it could not be confirmed in time
 * @param age since the tables said so
 * @param secondsLeft until it has to be confirmed; negative when it should have been
 */
public record ProductAnswer(
    CachedProduct entry, Level level, boolean stale, Duration age, long secondsLeft) {
  /** Who knew it. */
  public enum Level {
    MEMORY("memory"),
    REDIS("redis"),
    MYSQL("mysql");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    /** As metrics and headers name it. */
    public String label() {
      return label;
    }
  }
}
