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

  /** Tries again with twice the rows when a fast connector had read them all before the kill. */
  @Test
  void connectorKilledInItsSnapshotReadsAllRowsAgain() throws Exception {
    int rows = 75_000;
    new Tables(stack.mysql).insertStock("bulk-", rows);
    for (int attempt = 1; !killedAmidSnapshot(rows, "snapshot-" + attempt); attempt++) {
      assertThat(attempt).as("attempts to kill a connector in its snapshot").isLessThan(4);
      new Tables(stack.mysql).insertStock("more-" + attempt + "-", rows);
      rows *= 2;
    }
  }

  /**
   * Whether the first connector was killed before it had read all rows. A second then reads all.
   */
  private static boolean killedAmidSnapshot(int rows, String name) throws Exception {
    // Neither the other test's position nor an attempt's is this one's.
    stack.deleteTopic(Topic.CDC_OFFSETS.topicName());
    stack.deleteTopic(Topic.CDC_STOCK.topicName());
    stack.createTopics();
    Process first = connector(name + "-first");
    Process second = null;
    try (PublishedRows stock = new PublishedRows(stack.kafka, Topic.CDC_STOCK, 8)) {
      stock.await(row -> row.key().startsWith("default/"), LIMIT);
      first.destroyForcibly().waitFor();
      stock.readFor(Duration.ofSeconds(1));
      if (stock.keys().size() >= rows) {
        return false;
      }
      second = connector(name + "-second");
      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () -> {
                stock.readFor(Duration.ofMillis(300));
                return stock.keys().size() == rows;
              });
      return true;
    } finally {
      first.destroyForcibly().waitFor();
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
