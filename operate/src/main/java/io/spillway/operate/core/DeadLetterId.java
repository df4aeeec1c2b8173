package io.spillway.operate.core;

import java.util.Comparator;

/** Where a dead letter lies, written {@code topic/partition/offset}. */
public record DeadLetterId(String topic, int partition, long offset)
    implements Comparable<DeadLetterId> {
  private static final Comparator<DeadLetterId> ORDER =
      Comparator.comparing(DeadLetterId::topic)
          .thenComparingInt(DeadLetterId::partition)
          .thenComparingLong(DeadLetterId::offset);

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static DeadLetterId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !parts[1].matches("\\d{1,6}") || !parts[2].matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no dead letter: expected topic/partition/offset, as list shows it");
    }
    return new DeadLetterId(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  @Override
  public int compareTo(DeadLetterId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
