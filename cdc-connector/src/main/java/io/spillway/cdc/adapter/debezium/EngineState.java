package io.spillway.cdc.adapter.debezium;

/** Where an engine is in its life; the gauge shows the ordinal. */
enum EngineState {
  /** Not ours, or stopped. */
  STOPPED,
  STARTING,
  /** Reads all rows. */
  SNAPSHOT,
  /** Follows the binlog. */
  STREAMING,
  /** Waits to be started again. */
  FAILED
}
