package io.spillway.cdc.core;

import java.time.Instant;

/**
 * Where a change was read.
 *
 * @param server the engine's name, such as {@code mysql-0}
 * @param gtid empty when the server has none or in a snapshot
 * @param position byte in that file
 * @param row which row of the event, from 0
 * @param committedAt when the transaction was committed; for snapshots, when the row was read
 */
public record RowOrigin(
    String server,
    String schema,
    String gtid,
    String file,
    long position,
    int row,
    Instant committedAt,
    boolean snapshot) {
  /** Names the change for ever: a second reading of the same binlog gives the same text. */
  public String id() {
    String transaction = gtid.isEmpty() ? server + ':' + file : gtid;
    return transaction + ':' + position + ':' + row;
  }
}
