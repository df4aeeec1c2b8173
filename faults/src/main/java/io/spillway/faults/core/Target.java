package io.spillway.faults.core;

import io.spillway.stack.core.PipelineService;

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
  TRAFFIC;

  /** The target that a service is. */
  public static Target of(PipelineService service) {
    return switch (service) {
      case INGEST_API -> INGEST;
      case ORDER_PROCESSOR -> ORDER;
      case INVENTORY_PROCESSOR -> INVENTORY;
      case CDC_CONNECTOR -> CDC;
      case ANALYTICS_SINK -> SINK;
    };
  }
}
