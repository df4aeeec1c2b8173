package io.spillway.inventory.adapter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.inventory.core.AvailabilityRule;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.StreamsHostConfig;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailabilityTopologyTest {
  @TempDir Path state;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> rows;
  private TestOutputTopic<byte[], byte[]> changes;
  private TestOutputTopic<byte[], byte[]> letters;

  @BeforeEach
  void start() {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString(
                    "spillway.inventory.availability.state-dir = \"" + state + "\"")
                .withFallback(ConfigFactory.load()));
    var config =
        StreamsHostConfig.from(settings, "spillway.inventory.availability", "availability", "");
    driver =
        new TopologyTestDriver(
            AvailabilityTopology.of(new AvailabilityRule(5), Partitioning.DEFAULT, registry),
            AvailabilityTopology.properties(new KafkaConfig("localhost:1"), config));
    var bytes = new ByteArraySerializer();
    var text = new ByteArrayDeserializer();
    rows = driver.createInputTopic(Topic.CDC_STOCK.topicName(), bytes, bytes);
    changes = driver.createOutputTopic(Topic.INVENTORY_AVAILABILITY.topicName(), text, text);
    letters = driver.createOutputTopic(Topic.INVENTORY_AVAILABILITY_DLQ.topicName(), text, text);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void row(String sku, long version, int available) {
    StockRow row =
        StockRow.newBuilder()
            .setTenant("default")
            .setSku(sku)
            .setVersion(version)
            .setAvailable(available)
            .build();
    rows.pipeInput(
        bytes("default/" + sku), RowChange.newBuilder().setStock(row).build().toByteArray());
  }

  private List<String> told() {
    return changes.readValuesToList().stream().map(AvailabilityTopologyTest::text).toList();
  }

  private static String text(byte @Nullable [] value) {
    if (value == null) {
      return "gone";
    }
    try {
      Availability a = Availability.parseFrom(value);
      return a.getSku() + " v" + a.getVersion() + " " + a.getAvailable() + " " + a.getMark();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private double count(String meter) {
    return registry.get("spillway.inventory.availability." + meter).counter().count();
  }

  private void assertBalanced() {
    assertThat(count("consumed"))
        .isEqualTo(count("told") + count("untold") + count("stale") + count("dead.lettered"));
  }

  @Test
  void tellsOnlyWhatChanges() {
    row("A", 1, 9);
    row("A", 2, 9);
    row("B", 1, 0);
    row("A", 3, 2);
    row("A", 3, 2);
    row("A", 2, 9);
    row("B", 2, 4);

    assertThat(told())
        .containsExactly(
            "A v1 9 IN_STOCK", "B v1 0 SOLD_OUT_NOW", "A v3 2 LOW_STOCK", "B v2 4 BACK_IN_STOCK");
    assertThat(count("stale")).isEqualTo(2);
    assertBalanced();
  }

  @Test
  void carriesKeyAndCloudEvent() {
    row("A b", 4, 9);

    TestRecord<byte[], byte[]> change = changes.readRecord();
    assertThat(change.key()).isEqualTo(bytes("default/A b"));
    assertThat(CloudEvent.text(change.headers(), "ce_id")).isEqualTo("default/A b-4");
    assertThat(CloudEvent.text(change.headers(), "ce_source")).isEqualTo("inventory-availability");
    assertThat(CloudEvent.text(change.headers(), "ce_subject")).isEqualTo("A b");
    assertThat(change.value()).isNotEmpty();
  }

  @Test
  void passesDeletionsOnOnce() {
    row("A", 7, 9);
    rows.pipeInput(bytes("default/A"), tombstone());
    rows.pipeInput(bytes("default/A"), tombstone());
    row("A", 1, 3);

    assertThat(told()).containsExactly("A v7 9 IN_STOCK", "gone", "A v1 3 LOW_STOCK");
    assertBalanced();
  }

  @Test
  void aDeletionHasHeadersOfItsOwn() {
    row("A", 7, 9);
    changes.readRecord();
    rows.pipeInput(bytes("default/A"), tombstone());

    TestRecord<byte[], byte[]> gone = changes.readRecord();
    assertThat(gone.value()).isNull();
    assertThat(CloudEvent.text(gone.headers(), "ce_type"))
        .isEqualTo("io.spillway.inventory.v1.AvailabilityRemoved");
    assertThat(CloudEvent.text(gone.headers(), "ce_id")).isEqualTo("default/A-removed-7");
    assertThat(CloudEvent.text(gone.headers(), "ce_source")).isEqualTo("inventory-availability");
    assertThat(CloudEvent.text(gone.headers(), "ce_subject")).isEqualTo("A");
  }

  @Test
  void setsCorruptRowsAsideAndGoesOn() {
    rows.pipeInput(bytes("default/A"), new byte[] {(byte) 0xff, 1, 2});
    rows.pipeInput(
        bytes("default/A"),
        RowChange.newBuilder().setOrder(OrderRow.getDefaultInstance()).build().toByteArray());
    rows.pipeInput(
        bytes("default/other"),
        RowChange.newBuilder()
            .setStock(StockRow.newBuilder().setTenant("default").setSku("A").setVersion(1))
            .build()
            .toByteArray());
    rows.pipeInput(
        bytes("default/A"),
        RowChange.newBuilder()
            .setStock(
                StockRow.newBuilder()
                    .setTenant("default")
                    .setSku("A")
                    .setVersion(1)
                    .setLowStockAt(-1))
            .build()
            .toByteArray());
    row("A", 1, 9);

    List<TestRecord<byte[], byte[]>> aside = letters.readRecordsToList();
    assertThat(aside).hasSize(4);
    assertThat(aside.getFirst().value()).isEqualTo(new byte[] {(byte) 0xff, 1, 2});
    assertThat(aside)
        .extracting(letter -> CloudEvent.text(letter.headers(), "dlq-source-topic"))
        .containsOnly(Topic.CDC_STOCK.topicName());
    assertThat(aside)
        .extracting(letter -> CloudEvent.text(letter.headers(), "dlq-cause"))
        .doesNotContainNull();
    assertThat(told()).containsExactly("A v1 9 IN_STOCK");
    assertBalanced();
  }

  @Test
  void aTombstoneForAnUnreadableKeyChangesNothing() {
    rows.pipeInput(bytes("no-slash"), tombstone());

    assertThat(told()).isEmpty();
    assertThat(letters.isEmpty()).isTrue();
  }

  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value
  private static byte[] tombstone() {
    return null;
  }
}
