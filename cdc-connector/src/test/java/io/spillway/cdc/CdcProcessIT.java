package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cdc.PublishedRows.Row;
import io.spillway.runtime.testing.ServiceJvm;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connector as a process that is killed. */
@OnSharedStack(
    value = {Server.KAFKA, Server.MYSQL},
    mysqlServers = 2)
class CdcProcessIT {
  private static final Logger LOG = LoggerFactory.getLogger(CdcProcessIT.class);

  /** A process starts cold, and beside other work. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  @SuppressWarnings("NullAway.Init")
  private static CdcStack stack;

  /** Stays after a failure, which its logs explain. */
  @SuppressWarnings("NullAway.Init")
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path directory;

  @BeforeAll
  static void startStack(TestStack shared) throws Exception {
    stack = new CdcStack(shared, 1, 2).migrate();
  }

  @Test
  void killedConnectorLosesNothingAndOnlyRepeats() throws Exception {
    Tables tables = new Tables(stack.mysql);
    List<RoutedId> ids = new ArrayList<>();
    Process first = connector("first");
    Process second = null;
    try (PublishedRows orders = new PublishedRows(stack.kafka, Topic.CDC_ORDERS, 16)) {
      for (int i = 0; i < 200; i++) {
        ids.add(insert(tables, i));
        if (i == 100) {
          orders.await(row -> row.key().equals(ids.get(50).toString()), LIMIT);
        }
      }
      first.destroyForcibly().waitFor();
      for (int i = 200; i < 300; i++) {
        ids.add(insert(tables, i));
      }
      long killed = System.nanoTime();
      second = connector("second");
      RoutedId last = ids.getLast();
      orders.await(row -> row.key().equals(last.toString()), LIMIT);
      LOG.atInfo()
          .addKeyValue("millis", (System.nanoTime() - killed) / 1_000_000)
          .log("from kill -9 and restart to the newest row");

      for (RoutedId id : ids) {
        // The newest row is from one server; the other server's engine may still be behind.
        orders.await(row -> row.key().equals(id.toString()), LIMIT);
        List<Row> published = orders.of(id.toString());
        assertThat(published).extracting(Row::id).containsOnly(id + "-1");
      }
      second.destroy();
      assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(directory.resolve("second.log")).content().contains("stopped");
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
  }

  @Test
  void connectorKilledInItsSnapshotReadsAllRowsAgain() throws Exception {
    int rows = 75_000;
    // The other test's position is not this one's.
    stack.deleteTopic(Topic.CDC_OFFSETS.topicName());
    stack.createTopics();
    new Tables(stack.mysql).insertStock("bulk-", rows);
    Process first = connector("snapshot-1");
    Process second = null;
    try (PublishedRows stock = new PublishedRows(stack.kafka, Topic.CDC_STOCK, 8)) {
      stock.await(row -> row.key().startsWith("default/bulk-"), LIMIT);
      first.destroyForcibly().waitFor();
      stock.readFor(Duration.ofSeconds(1));
      assertThat(stock.keys()).as("rows read before the kill").hasSizeLessThan(rows);

      second = connector("snapshot-2");
      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () -> {
                stock.readFor(Duration.ofMillis(300));
                return stock.keys().size() == rows;
              });
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly().waitFor();
      }
    }
  }

  private static RoutedId insert(Tables tables, int number) throws Exception {
    RoutedId id = RoutedId.ofOrder("default", "customer-" + number, "key-" + number);
    tables.insertOrder(id, "customer-" + number);
    return id;
  }

  private static Process connector(String name) throws IOException {
    List<String> options = new ArrayList<>();
    stack.properties().forEach((key, value) -> options.add("-D" + key + "=" + value));
    Path log = Files.createFile(directory.resolve(name + ".log"));
    return ServiceJvm.of(CdcMain.class, options)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
