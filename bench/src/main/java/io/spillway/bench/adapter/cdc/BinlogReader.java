package io.spillway.bench.adapter.cdc;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.core.Measurements;
import io.spillway.stack.core.Backends;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The binlog client that Debezium uses, reading rows and doing nothing with them. */
final class BinlogReader {
  static final String NAME = "binlog client";

  private static final long CONNECT_MILLIS = 10_000;

  private final Backends backends;
  private final MovementSource source;
  private List<Position> positions = List.of();
  private long waiting;

  BinlogReader(Backends backends, MovementSource source) {
    this.backends = backends;
    this.source = source;
  }

  private record Position(String host, int port, String file, long offset) {}

  void prepare(Duration duration) throws Exception {
    List<Position> now = new ArrayList<>();
    for (MovementSource.MysqlAddress server : source.servers()) {
      now.add(position(server));
    }
    positions = now;
    waiting = source.write(duration);
  }

  Measurements run(Duration duration) throws Exception {
    Drain drain = new Drain();
    List<BinaryLogClient> clients = new ArrayList<>();
    try {
      int number = 0;
      for (Position position : positions) {
        BinaryLogClient client =
            new BinaryLogClient(
                position.host(), position.port(), backends.cdcUser(), backends.cdcPassword());
        client.setServerId(65_000 + number++);
        client.setBinlogFilename(position.file());
        client.setBinlogPosition(position.offset());
        client.registerEventListener(
            event -> {
              EventData data = event.getData();
              if (data instanceof WriteRowsEventData rows) {
                drain.done(rows.getRows().size());
              }
            });
        clients.add(client);
        client.connect(CONNECT_MILLIS);
      }
      // No measure of how much to write next: rows are read a hundred times faster than written.
      return drain.await(waiting, duration);
    } finally {
      for (BinaryLogClient client : clients) {
        disconnect(client);
      }
    }
  }

  private static void disconnect(BinaryLogClient client) {
    try {
      client.disconnect();
    } catch (IOException e) {
      System.err.println("the binlog client did not disconnect: " + e);
    }
  }

  private Position position(MovementSource.MysqlAddress server) throws SQLException {
    String url =
        "jdbc:mysql://" + server.host() + ":" + server.port() + "/?allowPublicKeyRetrieval=true";
    try (Connection connection =
            DriverManager.getConnection(url, backends.cdcUser(), backends.cdcPassword());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
      row.next();
      return new Position(server.host(), server.port(), row.getString(1), row.getLong(2));
    }
  }
}
