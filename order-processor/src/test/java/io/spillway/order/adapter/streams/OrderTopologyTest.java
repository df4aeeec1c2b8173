package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.sku;
import static io.spillway.order.core.TestOrders.soldOut;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.order.OrderConfig;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.TestOrders;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real topology with RocksDB; the driver has one partition, so orders of partition 0. */
class OrderTopologyTest {
  private static final Partitioning PARTITIONING = Partitioning.DEFAULT;
  private static final int GROUPS = PARTITIONING.inventoryPartitions();
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String CUSTOMER = customerOfPartitionZero();
  private static final Order ORDER =
      TestOrders.order(CUSTOMER, "k-1", List.of(sku(1, 0, GROUPS), sku(4, 0, GROUPS)));

  @TempDir private Path stateDir;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString("spillway.order.streams.state-dir = \"" + stateDir + "\"")
                .withFallback(ConfigFactory.load()));
    Properties properties = StreamsProperties.of(OrderConfig.from(settings));
    driver =
        new TopologyTestDriver(
            OrderTopology.build(PARTITIONING, Clock.fixed(NOON, ZoneOffset.UTC), metrics),
            properties,
            NOON);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void anOrderIsReservedAndConfirmed() {
    submit(ORDER, TestOrders.FINGERPRINT);
    List<InventoryCommand> commands = commands();
    assertThat(commands).extracting(c -> c.getReserve().getGroup()).containsExactly(1, 4);

    outcome(reserved(1));
    outcome(reserved(4));

    assertThat(events())
        .extracting(OrderEvent::getStatus)
        .containsExactly(OrderStatus.RESERVING, OrderStatus.CONFIRMED);
    assertThat(commands()).isEmpty();
    assertThat(state()).isInstanceOf(OrderState.Confirmed.class);
    assertBalance(3, 3, 0, 0);
    assertThat(count("confirmed")).isEqualTo(1);
  }

  @Test
  void aRefusalRejectsAndReleases() {
    submit(ORDER, TestOrders.FINGERPRINT);
    commands();

    outcome(refused(4));

    assertThat(events())
        .extracting(OrderEvent::getStatus)
        .containsExactly(OrderStatus.RESERVING, OrderStatus.REJECTED);
    assertThat(commands())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getRelease().getGroup()).isEqualTo(1);
              assertThat(command.getRelease().getLinesList()).isEqualTo(List.of(commandLine(0, 1)));
            });
    outcome(reserved(1));
    outcome(released(1));
    assertThat(events()).isEmpty();
    assertThat(state()).isInstanceOf(OrderState.Rejected.class);
    assertBalance(4, 4, 0, 0);
  }

  @Test
  void duplicatesChangeNothing() {
    submit(ORDER, TestOrders.FINGERPRINT);
    outcome(reserved(1));
    events();
    commands();

    submit(ORDER, TestOrders.FINGERPRINT);
    submit(ORDER, ByteString.copyFromUtf8("another body"));
    outcome(reserved(1));

    assertThat(events()).isEmpty();
    assertThat(commands()).isEmpty();
    assertThat(letters()).isEmpty();
    assertBalance(5, 2, 3, 0);
    assertThat(count("conflict")).isEqualTo(1);
  }

  @Test
  void eventsAndCommandsCarryTheirHeaders() {
    submit(ORDER, TestOrders.FINGERPRINT);

    TestRecord<byte[], byte[]> event = output(Topic.ORDERS_EVENTS).readRecord();
    assertThat(new String(event.key(), UTF_8)).isEqualTo(ORDER.getOrderId());
    assertThat(event.timestamp()).isEqualTo(NOON.toEpochMilli());
    assertThat(header(event, "ce_id")).isEqualTo(ORDER.getOrderId() + "-1");
    assertThat(header(event, "ce_type")).isEqualTo("io.spillway.orders.v1.OrderCreated");
    assertThat(header(event, "ce_source")).isEqualTo("order-processor");
    assertThat(header(event, "ce_subject")).isEqualTo(ORDER.getOrderId());
    assertThat(header(event, "ce_time")).isEqualTo(NOON.toString());
    assertThat(header(event, "traceparent")).isEqualTo(TRACE);
    TestRecord<byte[], byte[]> command = output(Topic.INVENTORY_COMMANDS).readRecord();
    assertThat(new String(command.key(), UTF_8)).isEqualTo(ORDER.getOrderId());
    assertThat(header(command, "ce_id")).isEqualTo(ORDER.getOrderId() + "-reserve-1");
    assertThat(header(command, "ce_type")).isEqualTo("io.spillway.inventory.v1.ReserveLines");
    assertThat(header(command, "traceparent")).isEqualTo(TRACE);
  }

  @Test
  void whatCannotBeReadIsSetAsideAndTheNextGoesOn() {
    byte[] corrupt = {1, 2, 3};
    pipe(Topic.ORDERS_INTAKE, ORDER.getOrderId(), corrupt);
    pipe(Topic.ORDERS_INTAKE, ORDER.getOrderId(), null);
    pipe(Topic.ORDERS_INTAKE, "odd", intake(ORDER, TestOrders.FINGERPRINT));
    pipe(Topic.INVENTORY_OUTCOMES, ORDER.getOrderId(), corrupt);
    outcome(reserved(1));
    submit(ORDER.toBuilder().clearLines().build(), TestOrders.FINGERPRINT);
    submit(ORDER, TestOrders.FINGERPRINT);

    assertThat(events()).hasSize(1);
    List<TestRecord<byte[], byte[]>> letters = letters();
    assertThat(letters)
        .extracting(letter -> header(letter, "dlq-cause"))
        .satisfiesExactly(
            cause -> assertThat(cause).startsWith("not readable as orders.intake.v1"),
            cause -> assertThat(cause).isEqualTo("the record has no value"),
            cause -> assertThat(cause).isEqualTo("the key is not the order id of the message"),
            cause -> assertThat(cause).startsWith("not readable as inventory.outcomes.v1"),
            cause -> assertThat(cause).isEqualTo("group 1 answers for an unknown order"),
            cause -> assertThat(cause).contains("has 0 lines"));
    TestRecord<byte[], byte[]> first = letters.getFirst();
    assertThat(first.value()).isEqualTo(corrupt);
    assertThat(new String(first.key(), UTF_8)).isEqualTo(ORDER.getOrderId());
    assertThat(header(first, "dlq-source-topic")).isEqualTo("orders.intake.v1");
    assertThat(header(first, "dlq-source-partition")).isEqualTo("0");
    assertThat(header(first, "dlq-source-offset")).isEqualTo("0");
    assertThat(header(first, "dlq-consumer")).isEqualTo("order-processor");
    assertThat(header(first, "dlq-attempts")).isEqualTo("1");
    assertThat(header(first, "dlq-at")).isEqualTo(NOON.toString());
    assertThat(header(first, "traceparent")).isEqualTo(TRACE);
    assertBalance(7, 1, 0, 6);
  }

  @Test
  void anOrderOfAnotherPartitionIsSetAside() {
    int n = 0;
    while (partition("elsewhere-" + n) == 0) {
      n++;
    }
    submit(
        TestOrders.order("elsewhere-" + n, "k", List.of(sku(1, 0, GROUPS))),
        TestOrders.FINGERPRINT);

    assertThat(letters())
        .singleElement()
        .extracting(letter -> header(letter, "dlq-cause"))
        .asString()
        .startsWith("in partition 0, but the order id belongs to partition ");
    assertThat(events()).isEmpty();
  }

  @Test
  void aValueThatWouldNotFitIsLeftAtItsSource() {
    byte[] huge = new byte[KafkaClients.MAX_RECORD_BYTES - 100];
    huge[0] = 1;

    pipe(Topic.ORDERS_INTAKE, ORDER.getOrderId(), huge);

    assertThat(letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).isNull();
              assertThat(header(letter, "dlq-omitted-value-bytes")).isEqualTo("" + huge.length);
            });
  }

  private void submit(Order order, ByteString fingerprint) {
    pipe(Topic.ORDERS_INTAKE, order.getOrderId(), intake(order, fingerprint));
  }

  private static byte[] intake(Order order, ByteString fingerprint) {
    return OrderIntake.newBuilder()
        .setSubmit(SubmitOrder.newBuilder().setOrder(order).setFingerprint(fingerprint))
        .build()
        .toByteArray();
  }

  private void outcome(InventoryOutcome.Builder outcome) {
    String id = ORDER.getOrderId();
    pipe(Topic.INVENTORY_OUTCOMES, id, outcome.setOrderId(id).build().toByteArray());
  }

  private static InventoryOutcome.Builder reserved(int group) {
    return InventoryOutcome.newBuilder()
        .setGroup(group)
        .setReserved(LinesReserved.getDefaultInstance());
  }

  private static InventoryOutcome.Builder refused(int group) {
    return InventoryOutcome.newBuilder()
        .setGroup(group)
        .setRefused(LinesRefused.newBuilder().addRefusals(soldOut(1, "x")));
  }

  private static InventoryOutcome.Builder released(int group) {
    return InventoryOutcome.newBuilder()
        .setGroup(group)
        .setReleased(LinesReleased.getDefaultInstance());
  }

  private static io.spillway.schemas.inventory.v1.ReservationLine commandLine(
      int line, int quantity) {
    return io.spillway.schemas.inventory.v1.ReservationLine.newBuilder()
        .setLine(line)
        .setSku(ORDER.getLines(line).getSku())
        .setQuantity(quantity)
        .build();
  }

  @SuppressWarnings("NullAway") // a tombstone is what one of the tests is about
  private void pipe(Topic topic, String key, byte @Nullable [] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(CloudEvent.TRACEPARENT, TRACE.getBytes(UTF_8));
    driver
        .createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, headers));
  }

  private List<OrderEvent> events() {
    List<OrderEvent> events = new ArrayList<>();
    for (byte[] value : output(Topic.ORDERS_EVENTS).readValuesToList()) {
      try {
        events.add(OrderEvent.parseFrom(value));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return events;
  }

  private List<InventoryCommand> commands() {
    List<InventoryCommand> commands = new ArrayList<>();
    for (byte[] value : output(Topic.INVENTORY_COMMANDS).readValuesToList()) {
      try {
        commands.add(InventoryCommand.parseFrom(value));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return commands;
  }

  private List<TestRecord<byte[], byte[]>> letters() {
    return output(Topic.ORDER_PROCESSOR_DLQ).readRecordsToList();
  }

  private TestOutputTopic<byte[], byte[]> output(Topic topic) {
    return driver.createOutputTopic(
        topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private OrderState state() {
    return new StoredStates(driver.<Bytes, byte[]>getKeyValueStore(OrderTopology.STORE))
        .find(ORDER.getOrderId());
  }

  private void assertBalance(int consumed, int processed, int duplicate, int deadLettered) {
    assertThat(count("consumed")).isEqualTo(consumed);
    assertThat(count("processed")).isEqualTo(processed);
    assertThat(count("duplicate")).isEqualTo(duplicate);
    assertThat(count("dead.lettered")).isEqualTo(deadLettered);
  }

  private double count(String name) {
    return metrics.get("spillway.order." + name).counter().count();
  }

  private static @Nullable String header(TestRecord<?, ?> record, String name) {
    return CloudEvent.text(record.headers(), name);
  }

  private static String customerOfPartitionZero() {
    int n = 0;
    while (partition("c-" + n) != 0) {
      n++;
    }
    return "c-" + n;
  }

  private static int partition(String customer) {
    return PARTITIONING.partition(Topic.ORDERS_INTAKE, SlotMap.orderSlot("acme", customer));
  }
}
