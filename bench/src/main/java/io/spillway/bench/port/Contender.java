package io.spillway.bench.port;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import java.time.Duration;

/** One way to do a row's work. Used by one thread. */
public interface Contender {
  /** Short and unique within the row. */
  String name();

  Role role();

  /** Gets ready for a run of that length: tables, topics, payloads. Nothing of it is measured. */
  default void prepare(Duration duration) throws Exception {}

  /** Works for about that long and tells what it did; leaves no work behind. */
  Measurements run(Duration duration) throws Exception;

  /**
   * Ends what {@link #prepare} began; comes after every run, when its processor time is known, and
   * after one that failed or could not be prepared.
   */
  default void rest() throws Exception {}
}
