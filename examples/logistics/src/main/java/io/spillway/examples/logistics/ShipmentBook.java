package io.spillway.examples.logistics;

import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Shipments in the team's own database. Thread-safe. */
final class ShipmentBook {
  private ShipmentBook() {}

  static void createTable(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      // Nothing here keeps a second shipment of an order away: that is the subscription's work.
      statement.execute(
          "CREATE TABLE IF NOT EXISTS shipments (id BIGINT AUTO_INCREMENT PRIMARY KEY,"
              + " order_id CHAR(36) NOT NULL, tenant VARCHAR(64) NOT NULL, units INT NOT NULL)");
    }
  }

  /** Makes a shipment, in the transaction that notes the event as handled. */
  static void ship(Connection connection, OrderEvent event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO shipments (order_id, tenant, units) VALUES (?, ?, ?)")) {
      insert.setString(1, event.getOrderId());
      insert.setString(2, event.getOrder().getTenant());
      insert.setInt(
          3, event.getOrder().getLinesList().stream().mapToInt(OrderLine::getQuantity).sum());
      insert.executeUpdate();
    }
  }
}
