package io.spillway.operate.core;

/** Where a dead letter lies, written {@code topic/partition/offset}. */
public record DeadLetterId(String topic, int partition, long offset)
    implements Comparable<DeadLetterId> {
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
    int byTopic = topic.compareTo(other.topic);
    if (byTopic != 0) {
      return byTopic;
    }
    int byPartition = Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
