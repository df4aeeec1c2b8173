package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The connector is there before the tables are. */
@OnSharedStack(
    value = {Server.KAFKA, Server.MYSQL},
    mysqlServers = 2)
class EmptyServersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void tablesCreatedLaterAreCaptured(TestStack shared) throws Exception {
    CdcStack stack = new CdcStack(shared, 1, 1);
    try (PublishedRows orders = new PublishedRows(stack.kafka, Topic.CDC_ORDERS, 16)) {
      RoutedId first = RoutedId.ofOrder("default", "customer", "1");
      RoutedId second = RoutedId.ofOrder("default", "customer", "2");
      try (var connector = stack.connect()) {
        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(connector.health().statuses().get("mysql-0").why())
                        .contains("spillway_0.orders", "migrate the shards first"));
        stack.migrate();
        new Tables(stack.mysql).insertOrder(first, "customer");
        orders.await(row -> row.key().equals(first.toString()), LIMIT);
      }
      try (var connector = stack.connect()) {
        new Tables(stack.mysql).insertOrder(second, "customer");
        orders.await(row -> row.key().equals(second.toString()), LIMIT);
        awaitReady(connector);
      }
    }
  }

  private static void awaitReady(CdcStack.Connector connector) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(connector.health().statuses())
                    .allSatisfy((name, status) -> assertThat(status.why()).isEmpty()));
  }
}
