package io.spillway.cdc.adapter.debezium;

import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.core.CapturedServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a server has executed with what its engine has read. A server that does not answer
 * says nothing, for its engine's connection tells of that. Used by one thread.
 */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private final CapturedServer server;
  private final CdcConfig config;
  private final EngineMonitor monitor;
  private @Nullable Connection connection;

  ServerWatch(CapturedServer server, CdcConfig config, EngineMonitor monitor) {
    this.server = server;
    this.config = config;
    this.monitor = monitor;
  }

  /** Looks once; keeps no connection to a server that is not ours. */
  void look() {
    if (monitor.state() != EngineState.STREAMING) {
      close();
      return;
    }
    String read = EngineProbe.gtids(server.name());
    if (read.isEmpty()) {
      return;
    }
    try {
      Connection open = connection == null ? ServerAccess.open(server, config) : connection;
      connection = open;
      monitor.compared(read, ServerAccess.executedGtids(open));
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).addKeyValue("server", server.name()).log("no answer");
      close();
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).addKeyValue("server", server.name()).log("unclean close");
      }
    }
  }
}
