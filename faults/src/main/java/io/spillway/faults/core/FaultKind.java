package io.spillway.faults.core;

import static io.spillway.faults.core.Target.CDC;
import static io.spillway.faults.core.Target.ELASTICSEARCH;
import static io.spillway.faults.core.Target.INGEST;
import static io.spillway.faults.core.Target.INVENTORY;
import static io.spillway.faults.core.Target.KAFKA;
import static io.spillway.faults.core.Target.MYSQL_0;
import static io.spillway.faults.core.Target.MYSQL_1;
import static io.spillway.faults.core.Target.ORDER;
import static io.spillway.faults.core.Target.REDIS;
import static io.spillway.faults.core.Target.SINK;
import static io.spillway.faults.core.Target.TRAFFIC;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every fault of the suite. The row is that of the table in docs/reliability.md; the hold is how
 * long a scenario keeps the fault up, a random run draws a shorter one; the weight says how often a
 * random run draws it, 0 for never.
 */
public enum FaultKind {
  INGEST_DIES_AFTER_PRODUCE(1, 4, 3, INGEST, "ingest ends after Kafka took an order, unanswered"),
  SAME_KEY_STORM(2, 3, 3, TRAFFIC, "one key 50 times at once; then with another body"),
  INVENTORY_DIES_AFTER_COMMIT(
      3, 4, 4, INVENTORY, "inventory ends after its commit, before outcomes and offsets"),
  ORDER_STORE_DIES_AFTER_UPSERT(
      3, 4, 2, ORDER, "order-processor ends after writing rows, before offsets"),
  SINK_DIES_AFTER_BULK(3, 4, 2, SINK, "analytics-sink ends after indexing, before offsets"),
  ORDER_PROCESSOR_KILLED(4, 4, 5, ORDER, "order-processor killed amid its transactions"),
  INGEST_KILLED(4, 3, 3, INGEST, "ingest killed"),
  INVENTORY_KILLED(4, 4, 4, INVENTORY, "inventory-processor killed"),
  INVENTORY_OUTAGE(4, 600, 0, INVENTORY, "inventory-processor down for ten minutes"),
  SINK_KILLED(4, 4, 4, SINK, "analytics-sink killed"),
  INGEST_STALLED(5, 8, 2, INGEST, "ingest stopped and continued"),
  ORDER_PROCESSOR_ZOMBIE(5, 60, 1, ORDER, "order-processor stopped past its session, continued"),
  INVENTORY_ZOMBIE(5, 60, 1, INVENTORY, "inventory stopped past its session, continued"),
  SINK_ZOMBIE(5, 60, 1, SINK, "analytics-sink stopped past its session, continued"),
  MYSQL_KILLED(6, 8, 4, MYSQL_1, "one of two MySQL servers killed, started again"),
  FIRST_MYSQL_KILLED(6, 8, 3, MYSQL_0, "the other MySQL server killed, started again"),
  MYSQL_STALLED(6, 60, 2, MYSQL_1, "one MySQL server stopped for 60 s, continued"),
  BROKER_KILLED(7, 5, 3, KAFKA, "the only Kafka broker killed, started again"),
  BROKER_STALLED(7, 10, 2, KAFKA, "the only Kafka broker stopped, continued"),
  LEADER_KILLED(7, 10, 0, KAFKA, 3, "one of three brokers killed, started again"),
  TWO_BROKERS_KILLED(7, 15, 0, KAFKA, 3, "two of three brokers killed, started again"),
  LOCK_STORM(8, 15, 4, TRAFFIC, "outside transactions lock hot SKUs in both orders"),
  MYSQL_DISK_FULL(9, 10, 0, MYSQL_1, "the disk of one MySQL server full, freed again"),
  BROKER_DISK_FULL(9, 10, 0, KAFKA, "the broker's disk full, freed again"),
  CDC_DIES_AFTER_PRODUCE(10, 4, 3, CDC, "cdc-connector ends after publishing, before its position"),
  CDC_KILLED(10, 4, 4, CDC, "cdc-connector killed amid the binlog"),
  CDC_KILLED_IN_SNAPSHOT(10, 3, 0, CDC, "positions lost, and cdc-connector killed in the snapshot"),
  BINLOG_PURGED(10, 5, 0, CDC, "binlogs purged past the position while cdc-connector is down"),
  COLUMN_ADDED(10, 5, 1, TRAFFIC, "a column added to every table while rows change"),
  ROWS_SHUFFLED(11, 5, 4, TRAFFIC, "older CDC records sent again, doubled and shuffled"),
  CORRUPT_RECORDS(12, 5, 3, TRAFFIC, "corrupt, unknown and oversized records in every topic read"),
  ELASTICSEARCH_KILLED(13, 8, 2, ELASTICSEARCH, "Elasticsearch killed, started again"),
  ELASTICSEARCH_STALLED(13, 10, 2, ELASTICSEARCH, "Elasticsearch stopped, continued"),
  ELASTICSEARCH_REFUSES(13, 10, 4, ELASTICSEARCH, "Elasticsearch answers 429 and 503 in turn"),
  BULK_ITEMS_FAIL(13, 10, 4, ELASTICSEARCH, "every third item of each bulk answer is 429"),
  INDEX_READ_ONLY(13, 8, 3, ELASTICSEARCH, "all indices read-only, as on a full disk"),
  INDEX_DELETED(13, 3, 0, ELASTICSEARCH, "the orders index deleted, rows replayed"),
  REDIS_KILLED(14, 5, 4, REDIS, "Redis killed, started again"),
  REDIS_FLUSHED(14, 1, 4, REDIS, "Redis forgets everything"),
  REDIS_STALLED(14, 8, 4, REDIS, "Redis stopped, continued"),
  HOSTILE_CLIENTS(15, 15, 2, TRAFFIC, "slow bodies, idle sockets, big, deep, broken bodies"),
  CLOCK_AHEAD(16, 15, 0, ORDER, "order-processor's clock an hour ahead"),
  CLOCK_BEHIND(16, 15, 0, INVENTORY, "inventory-processor's clock an hour behind"),
  INTAKE_REPLAYED(17, 1, 0, ORDER, "intake, commands and outcomes read again from the beginning"),
  ROWS_REPLAYED(17, 1, 0, SINK, "events and CDC rows read again from the beginning"),
  ROLLING_RESTART(18, 1, 0, INGEST, "every service restarted in good order, one after another"),
  ROLLING_UPGRADE(
      18, 10, 0, INGEST, "every service restarted as another version, and back (--other DIR)");

  private final int row;
  private final int holdSeconds;
  private final int weight;
  private final Target target;
  private final int brokers;
  private final String what;

  FaultKind(int row, int holdSeconds, int weight, Target target, String what) {
    this(row, holdSeconds, weight, target, 1, what);
  }

  FaultKind(int row, int holdSeconds, int weight, Target target, int brokers, String what) {
    this.row = row;
    this.holdSeconds = holdSeconds;
    this.weight = weight;
    this.target = target;
    this.brokers = brokers;
    this.what = what;
  }

  /** As people write it: {@code redis-killed}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public int row() {
    return row;
  }

  /** How long a scenario keeps it up. */
  public int holdSeconds() {
    return holdSeconds;
  }

  /** How often a random run draws it, relative to the others. */
  public int weight() {
    return weight;
  }

  public Target target() {
    return target;
  }

  /** Brokers of the stack that it needs. */
  public int brokers() {
    return brokers;
  }

  public String what() {
    return what;
  }

  /** The server whose data must lie on a small disk of its own; empty when none. */
  public String smallDisk() {
    return switch (this) {
      case MYSQL_DISK_FULL -> "mysql-1";
      case BROKER_DISK_FULL -> "kafka-0";
      default -> "";
    };
  }

  /** Whether another version of the services is needed to do it. */
  public boolean needsOtherVersion() {
    return this == ROLLING_UPGRADE;
  }

  /**
   * The faults of a list: labels, or rows as {@code 13} for all of a row that this many brokers
   * allow.
   *
   * @throws IllegalArgumentException naming what is neither
   */
  public static List<FaultKind> named(List<String> names, int brokers) {
    return names.stream().flatMap(name -> named(name.strip(), brokers).stream()).toList();
  }

  private static List<FaultKind> named(String name, int brokers) {
    List<FaultKind> found =
        Arrays.stream(values())
            .filter(
                kind ->
                    kind.label().equals(name)
                        || (Integer.toString(kind.row).equals(name) && kind.brokers == brokers))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown fault '"
              + name
              + "': expected one of "
              + Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(", ")));
    }
    return found;
  }
}
