package io.spillway.cdc.core;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A MySQL server whose binlog is read by one engine.
 *
 * @param number from 0, in order of first appearance among the shards
 */
public record CapturedServer(int number, String host, int port, List<String> schemas) {
  public CapturedServer {
    schemas = List.copyOf(schemas);
  }

  /** The engine's name, such as {@code mysql-0}; positions and schema history are kept under it. */
  public String name() {
    return "mysql-" + number;
  }

  public String historyTopic() {
    return "cdc.history." + name() + ".v1";
  }

  /** Every table that is captured, such as {@code spillway_0.orders}. */
  public Set<String> tables() {
    Set<String> tables = new TreeSet<>();
    for (String schema : schemas) {
      for (CapturedTable table : CapturedTable.values()) {
        tables.add(schema + '.' + table.tableName());
      }
    }
    return tables;
  }

  /** Where an operator finds it. */
  public String address() {
    return host + ':' + port;
  }
}
