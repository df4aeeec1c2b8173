package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The connector is there before the tables are. */
class EmptyServersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void tablesCreatedLaterAreCaptured() throws Exception {
    try (CdcStack stack = new CdcStack(1, 1);
        PublishedRows orders = new PublishedRows(stack.kafka, Topic.CDC_ORDERS, 16)) {
      RoutedId first = RoutedId.ofOrder("default", "customer", "1");
      RoutedId second = RoutedId.ofOrder("default", "customer", "2");
      try (var connector = stack.connect()) {
        awaitReady(connector);
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
