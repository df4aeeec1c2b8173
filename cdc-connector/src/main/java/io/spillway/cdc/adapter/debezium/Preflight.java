package io.spillway.cdc.adapter.debezium;

import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.core.CapturedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a MySQL server before an engine is built for it. A refused connection or a wrong
 * password is then named as such, which Debezium's own validation does not do; and no engine
 * settles on a server without tables, where it would keep a position without GTIDs that it cannot
 * go on from.
 */
final class Preflight {
  private static final String TABLE =
      "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";

  private Preflight() {}

  /** Throws an SQLException that says why an engine would be of no use now. */
  static void check(CapturedServer server, CdcConfig config) throws SQLException {
    try (Connection connection = ServerAccess.open(server, config);
        PreparedStatement find = connection.prepareStatement(TABLE)) {
      List<String> missing = new ArrayList<>();
      for (String schema : server.schemas()) {
        for (CapturedTable table : CapturedTable.values()) {
          find.setString(1, schema);
          find.setString(2, table.tableName());
          try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
              missing.add(schema + '.' + table.tableName());
            }
          }
        }
      }
      if (!missing.isEmpty()) {
        throw new SQLException(
            "the tables " + missing + " are missing or may not be read; migrate the shards first");
      }
    }
  }
}
