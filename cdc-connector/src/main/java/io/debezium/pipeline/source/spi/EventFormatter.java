package io.debezium.pipeline.source.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Debezium's class of this name, which describes each row for a management bean's
 * {@code LastEvent} and makes a JSON mapper for each: half of what the change feed allocated.
 * Nobody here reads that attribute. To be deleted with the first Debezium after 3.6, which has the
 * mend (debezium/dbz#2492). Not thread-safe, as the original.
 */
public final class EventFormatter {
  /** As the original: where the event was read. */
  public EventFormatter sourcePosition(@Nullable Map<String, String> position) {
    return this;
  }

  /** As the original: the key of the row. */
  public EventFormatter key(@Nullable Object key) {
    return this;
  }

  /** Nothing is told. */
  @Override
  public String toString() {
    return "";
  }
}
