package io.spillway.operate.core;

import java.time.Instant;
import java.util.Optional;

/**
 * A record that a consumer has set aside, without its bytes.
 *
 * @param source where it was read; empty when the headers do not tell
 * @param rank orders letters of one key: the offset at which its record first stood at the source
 * @param key the record's key, a byte a character; empty without one
 * @param omittedBytes length of a value that did not fit into the letter, else -1
 * @param redrives how often its record has been redriven before
 * @param bytes of key and value
 */
public record DeadLetter(
    DeadLetterId id,
    Optional<Source> source,
    long rank,
    Optional<String> key,
    String cause,
    Instant at,
    long omittedBytes,
    int redrives,
    int bytes) {
  /** A position of a topic. */
  public record Source(String topic, int partition, long offset) {}

  /** Name of the topic that it came from, or {@code ?}. */
  public String sourceTopic() {
    return source.map(Source::topic).orElse("?");
  }

  /** The cause without what differs from record to record. */
  public String normalisedCause() {
    return CauseText.normalised(cause);
  }
}
