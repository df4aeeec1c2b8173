package io.spillway.verify.core.footprint;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a number of orders caused: by how much counters of the servers rose. A record is an offset
 * of a partition, so the marker that ends a transaction in it is one too. Immutable.
 *
 * @param orders at least 1
 * @param caused by the counter's name, without those that did not move
 */
public record Footprint(long orders, SortedMap<String, Long> caused) {
  /** Before a topic's name: offsets appended to it. */
  public static final String RECORDS = "records ";

  /** Before an index' name: documents written to it, replaced ones counted each time. */
  public static final String DOCUMENTS = "documents ";

  /** Before the name of a batch loop: its batches, and the records in them. */
  public static final String BATCHES = "batches ";

  /** Before the name of a batch loop: the records that were in its batches. */
  public static final String BATCHED = "batched records ";

  /** Before the topics of change rows. */
  private static final String CHANGES = "cdc.";

  /** Positions in the binlogs, which are no rows. */
  private static final String POSITIONS = "cdc.offsets";

  /** Before the broker's own topics: what groups have committed, and states of transactions. */
  private static final String OF_THE_BROKER = "__";

  /** Samples of what waits, written by the clock. */
  private static final String BY_TIME = "stage-lag";

  /** Throws IllegalArgumentException without orders. */
  public Footprint {
    if (orders < 1) {
      throw new IllegalArgumentException("no order was accepted");
    }
    caused = new TreeMap<>(caused);
  }

  /**
   * The difference of two readings; a counter that was not there before began at zero.
   *
   * @throws IllegalArgumentException naming a counter that fell, because its server was restarted
   */
  public static Footprint of(long orders, Map<String, Long> before, Map<String, Long> after) {
    SortedMap<String, Long> caused = new TreeMap<>();
    after.forEach(
        (name, now) -> {
          long rise = now - before.getOrDefault(name, 0L);
          if (rise < 0) {
            throw new IllegalArgumentException("counter '" + name + "' fell by " + -rise);
          }
          if (rise > 0) {
            caused.put(name, rise);
          }
        });
    return new Footprint(orders, caused);
  }

  /** Records an order in topics of the pipeline, Kafka Streams' changelogs included. */
  public double records() {
    return sum(RECORDS, topic -> !topic.startsWith(OF_THE_BROKER));
  }

  /** Records an order in the broker's own topics. */
  public double brokerRecords() {
    return sum(RECORDS, topic -> topic.startsWith(OF_THE_BROKER));
  }

  public double changeRows() {
    return sum(RECORDS, topic -> topic.startsWith(CHANGES) && !topic.startsWith(POSITIONS));
  }

  /** Documents an order, but for those that are written by the clock. */
  public double documents() {
    return sum(DOCUMENTS, index -> !index.startsWith(BY_TIME));
  }

  /** Records a batch by the loop's name, the mean. */
  public SortedMap<String, Double> batchRecords() {
    SortedMap<String, Double> means = new TreeMap<>();
    caused.forEach(
        (name, batches) -> {
          if (name.startsWith(BATCHES)) {
            String loop = name.substring(BATCHES.length());
            means.put(loop, (double) caused.getOrDefault(BATCHED + loop, 0L) / batches);
          }
        });
    return means;
  }

  public SortedMap<String, Double> perOrder() {
    SortedMap<String, Double> rises = new TreeMap<>();
    caused.forEach((name, rise) -> rises.put(name, (double) rise / orders));
    return rises;
  }

  private double sum(String prefix, Predicate<String> names) {
    long sum =
        caused.entrySet().stream()
            .filter(each -> each.getKey().startsWith(prefix))
            .filter(each -> names.test(each.getKey().substring(prefix.length())))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return (double) sum / orders;
  }
}
