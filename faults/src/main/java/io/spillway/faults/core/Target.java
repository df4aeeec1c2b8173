package io.spillway.faults.core;

/** What a fault disturbs; two faults of the same target never overlap. */
public enum Target {
  INGEST,
  ORDER,
  INVENTORY,
  CDC,
  SINK,
  KAFKA,
  MYSQL_0,
  MYSQL_1,
  REDIS,
  ELASTICSEARCH,
  /** Nothing is stopped: something hostile or useless is sent. */
  TRAFFIC
}
