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
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.TestOrders;
import io.spillway.order.port.SagaStore;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.orders.v1.CancelOrder;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.ConfirmOrder;
import io.spillway.schemas.orders.v1.ExtendHold;
import io.spillway.schemas.orders.v1.FulfilOrder;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
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
  private static final Duration HOLD = Duration.ofMinutes(15);
  private static final String CUSTOMER = customerOfPartitionZero();
  private static final Order ORDER =
      TestOrders.order(CUSTOMER, "k-1", List.of(sku(1, 0, GROUPS), sku(4, 0, GROUPS)));

  private static final Map<Topic, Uuid> TOPIC_IDS =
      Map.of(Topic.ORDERS_INTAKE, Uuid.randomUuid(), Topic.ORDERS_COMMANDS, Uuid.randomUuid());

  @TempDir private Path stateDir;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final HandClock clock = new HandClock(NOON);
  private final AdmissionWindow window =
      new AdmissionWindow(2, Duration.ofSeconds(5), Duration.ofSeconds(5));
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString("spillway.order.streams.state-dir = \"" + stateDir + "\"")
                .withFallback(ConfigFactory.load()));
    OrderConfig config = OrderConfig.from(settings);
    driver =
        new TopologyTestDriver(
            OrderTopology.build(PARTITIONING, TOPIC_IDS, window, config.streams(), clock, metrics),
            StreamsProperties.of(config),
            clock.instant());
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
    assertThat(state()).isInstanceOf(OrderState.Ended.class);
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

  @Test
  void aHoldThatIsConfirmedLeavesNoDeadline() {
    hold();
    assertThat(deadlines()).isEqualTo(1);
    commands();

    command(confirm("c-1"));

    assertThat(deadlines()).isZero();
    assertThat(statuses())
        .containsExactly(OrderStatus.RESERVING, OrderStatus.RESERVED, OrderStatus.CONFIRMED);
    command(fulfil("f-1"));
    assertThat(statuses()).containsExactly(OrderStatus.FULFILLED);
    assertThat(commands()).extracting(c -> c.getFulfil().getGroup()).containsExactly(1, 4);
    assertThat(state()).isInstanceOf(OrderState.Ended.class);
  }

  @Test
  void ordersWithoutAHoldLeaveNothingAmongTheDeadlines() {
    submit(ORDER, TestOrders.FINGERPRINT);
    outcome(reserved(1));
    outcome(reserved(4));

    assertThat(deadlines()).isZero();
  }

  @Test
  void aHoldExpiresByTheClockWithNoRecordComing() {
    hold();
    statuses();
    commands();
    advance(HOLD.minusMillis(1));
    assertThat(statuses()).isEmpty();

    // The end has a fraction of a millisecond, and deadlines are looked at four times a second.
    advance(Duration.ofMillis(251));

    TestRecord<byte[], byte[]> event = output(Topic.ORDERS_EVENTS).readRecord();
    assertThat(header(event, "ce_type")).isEqualTo("io.spillway.orders.v1.OrderExpired");
    assertThat(header(event, "ce_id")).isEqualTo(ORDER.getOrderId() + "-3");
    assertThat(header(event, "traceparent")).isNull();
    assertThat(commands()).extracting(c -> c.getRelease().getGroup()).containsExactly(1, 4);
    assertThat(deadlines()).isZero();
    assertThat(count("expired")).isEqualTo(1);
    advance(Duration.ofHours(1));
    assertThat(statuses()).isEmpty();
  }

  @Test
  void anExtendedHoldExpiresAtItsNewEnd() {
    hold();
    command(extend("e-1", 60));
    assertThat(deadlines()).isEqualTo(1);
    statuses();

    advance(HOLD.plusSeconds(59));
    assertThat(statuses()).isEmpty();
    advance(Duration.ofSeconds(2));

    assertThat(statuses()).containsExactly(OrderStatus.EXPIRED);
  }

  @Test
  void aHoldThatEndedWhileNobodyRanExpiresAfterTheRestart() {
    hold();
    commands();
    statuses();
    var orders = contents(OrderTopology.STORE);
    var deadlines = contents(OrderTopology.DEADLINES);
    driver.close();
    clock.pass(HOLD.plusDays(1));

    start();
    orders.forEach(row -> store(OrderTopology.STORE).put(row.key, row.value));
    deadlines.forEach(row -> store(OrderTopology.DEADLINES).put(row.key, row.value));
    advance(Duration.ofMillis(250));

    assertThat(statuses()).containsExactly(OrderStatus.EXPIRED);
    assertThat(commands()).hasSize(2);
  }

  @Test
  void manyHoldsThatEndAtOnceExpireInPortions() {
    for (int n = 0; n < SagaProcessor.MAX_DEADLINES + 10; n++) {
      Order order =
          TestOrders.held(
              TestOrders.order(CUSTOMER, "many-" + n, List.of(sku(1, 0, GROUPS))), HOLD);
      submit(order, TestOrders.FINGERPRINT);
      String id = order.getOrderId();
      pipe(Topic.INVENTORY_OUTCOMES, id, reserved(1).setOrderId(id).build().toByteArray());
    }
    statuses();
    clock.pass(HOLD.plusSeconds(1));

    driver.advanceWallClockTime(SagaProcessor.DEADLINES_EVERY);
    assertThat(statuses()).hasSize(SagaProcessor.MAX_DEADLINES);
    driver.advanceWallClockTime(SagaProcessor.DEADLINES_EVERY);
    assertThat(statuses()).hasSize(10);
    assertThat(deadlines()).isZero();
  }

  @Test
  void aDeadlineThatNoOrderWaitsForIsForgotten() {
    sagaStore().startTimer(ORDER.getOrderId(), NOON);

    advance(Duration.ofMillis(250));

    assertThat(deadlines()).isZero();
    assertThat(statuses()).isEmpty();
  }

  @Test
  void everyCommandIsAnsweredAndARepeatedOneTheSame() throws Exception {
    command(cancel("x-1"));
    submit(ORDER, TestOrders.FINGERPRINT);
    command(cancel("x-1"));
    command(cancel("x-1"));
    command(confirm("c-1"));

    List<TestRecord<byte[], byte[]>> answers =
        output(Topic.ORDERS_COMMAND_RESULTS).readRecordsToList();
    List<CommandResult> results = new ArrayList<>();
    for (TestRecord<byte[], byte[]> answer : answers) {
      assertThat(new String(answer.key(), UTF_8)).isEqualTo(ORDER.getOrderId());
      assertThat(header(answer, "ce_type")).isEqualTo("io.spillway.orders.v1.CommandResult");
      assertThat(header(answer, "traceparent")).isEqualTo(TRACE);
      results.add(CommandResult.parseFrom(answer.value()));
    }
    assertThat(results)
        .extracting(CommandResult::getVerdict)
        .containsExactly(
            CommandVerdict.UNKNOWN_ORDER,
            CommandVerdict.APPLIED,
            CommandVerdict.APPLIED,
            CommandVerdict.NOT_ALLOWED);
    assertThat(results.get(2)).isEqualTo(results.get(1));
    assertThat(answers)
        .extracting(answer -> header(answer, "ce_id"))
        .containsExactly(
            ORDER.getOrderId() + "-x-1-0",
            ORDER.getOrderId() + "-x-1-2",
            ORDER.getOrderId() + "-x-1-2",
            ORDER.getOrderId() + "-c-1-2");
    assertThat(statuses()).containsExactly(OrderStatus.RESERVING, OrderStatus.CANCELLED);
    // The first is read twice: once more behind the intake, where its order is not either.
    assertBalance(6, 5, 1, 0);
    assertThat(count("command.deferred")).isEqualTo(1);
    assertThat(count("command.applied")).isEqualTo(2);
    assertThat(count("command.not.allowed")).isEqualTo(1);
    assertThat(count("command.unknown.order")).isEqualTo(1);
  }

  @Test
  void aCommandOfAnUnknownOrderGoesBehindTheIntake() throws Exception {
    command(cancel("x-1"));

    TestRecord<byte[], byte[]> deferred = output(Topic.ORDERS_INTAKE).readRecord();
    assertThat(new String(deferred.key(), UTF_8)).isEqualTo(ORDER.getOrderId());
    assertThat(OrderIntake.parseFrom(deferred.value()).getCommand())
        .isEqualTo(cancel("x-1").setOrderId(ORDER.getOrderId()).build());
    assertThat(header(deferred, "traceparent")).isEqualTo(TRACE);

    submit(ORDER, TestOrders.FINGERPRINT);
    pipe(Topic.ORDERS_INTAKE, ORDER.getOrderId(), deferred.value());
    assertThat(statuses()).containsExactly(OrderStatus.RESERVING, OrderStatus.CANCELLED);
  }

  @Test
  void ordersCountUntilTheyAreSettled() {
    submit(ORDER, TestOrders.FINGERPRINT);
    outcome(reserved(1));
    assertThat(window.size(clock.instant())).isEqualTo(1);

    outcome(reserved(4));
    assertThat(window.size(clock.instant())).isZero();
  }

  @Test
  void everyChangeHasItsType() {
    hold();
    command(extend("e-1", 1));
    command(confirm("c-1"));
    command(fulfil("f-1"));

    assertThat(output(Topic.ORDERS_EVENTS).readRecordsToList())
        .extracting(event -> header(event, "ce_id") + " " + header(event, "ce_type"))
        .containsExactly(
            ORDER.getOrderId() + "-1 io.spillway.orders.v1.OrderCreated",
            ORDER.getOrderId() + "-2 io.spillway.orders.v1.OrderReserved",
            ORDER.getOrderId() + "-3 io.spillway.orders.v1.HoldExtended",
            ORDER.getOrderId() + "-4 io.spillway.orders.v1.OrderConfirmed",
            ORDER.getOrderId() + "-5 io.spillway.orders.v1.OrderFulfilled");
    assertThat(output(Topic.INVENTORY_COMMANDS).readRecordsToList())
        .extracting(command -> header(command, "ce_id") + " " + header(command, "ce_type"))
        .endsWith(
            ORDER.getOrderId() + "-fulfil-1 io.spillway.inventory.v1.FulfilLines",
            ORDER.getOrderId() + "-fulfil-4 io.spillway.inventory.v1.FulfilLines");
  }

  @Test
  void anotherBodyUnderAKnownIdIsTold() throws Exception {
    submit(ORDER, TestOrders.FINGERPRINT);
    Order other = ORDER.toBuilder().setCurrency("EUR").build();

    submit(other, ByteString.copyFromUtf8("another body"));

    TestRecord<byte[], byte[]> reject = output(Topic.ORDERS_REJECTS).readRecord();
    assertThat(OrderReject.parseFrom(reject.value()).getOrder()).isEqualTo(other);
    assertThat(header(reject, "ce_type")).isEqualTo("io.spillway.orders.v1.OrderReject");
    assertThat(header(reject, "ce_id")).isEqualTo(ORDER.getOrderId() + "-reject-616e6f7468657220");
  }

  @Test
  void commandsThatCannotBeReadAreSetAside() {
    submit(ORDER, TestOrders.FINGERPRINT);
    String id = ORDER.getOrderId();
    pipe(Topic.ORDERS_COMMANDS, id, new byte[] {1, 2, 3});
    command(OrderCommand.newBuilder().setCommandId("c"));
    command(confirm(""));
    command(confirm("c".repeat(129)));
    command(
        OrderCommand.newBuilder()
            .setCommandId("c")
            .setCancel(CancelOrder.newBuilder().setReason("r".repeat(201))));
    pipe(Topic.ORDERS_COMMANDS, "odd", confirm("c").setOrderId(id).build().toByteArray());
    submit(TestOrders.held(ORDER, Duration.ofDays(31)), TestOrders.FINGERPRINT);

    assertThat(letters())
        .extracting(letter -> header(letter, "dlq-cause"))
        .satisfiesExactly(
            cause -> assertThat(cause).startsWith("not readable as orders.commands.v1"),
            cause -> assertThat(cause).isEqualTo("a command of no known type"),
            cause -> assertThat(cause).isEqualTo("command_id has 0 characters, not 1..128"),
            cause -> assertThat(cause).isEqualTo("command_id has 129 characters, not 1..128"),
            cause -> assertThat(cause).isEqualTo("cancel.reason has 201 characters, not 0..200"),
            cause -> assertThat(cause).isEqualTo("the key is not the order id of the message"),
            cause -> assertThat(cause).contains("hold_for = PT744H"));
    assertThat(output(Topic.ORDERS_COMMAND_RESULTS).isEmpty()).isTrue();
    assertBalance(8, 1, 0, 7);
  }

  @Test
  void whatEndedIsForgottenOnceNoReplayCanBringItBack() {
    submit(ORDER, TestOrders.FINGERPRINT);
    outcome(refused(4));
    outcome(released(1));
    statuses();
    advance(Duration.ofDays(15).minusSeconds(30));
    submit(ORDER, TestOrders.FINGERPRINT);
    assertThat(statuses()).isEmpty();

    advance(Duration.ofHours(1));

    assertThat(state()).isInstanceOf(OrderState.Absent.class);
    assertThat(count("forgotten")).isEqualTo(1);
  }

  /** An order in its hold, which began now. */
  private void hold() {
    submit(TestOrders.held(ORDER, HOLD), TestOrders.FINGERPRINT);
    outcome(reserved(1));
    outcome(reserved(4));
    assertThat(state()).isInstanceOf(OrderState.Reserved.class);
  }

  private void advance(Duration duration) {
    clock.pass(duration);
    driver.advanceWallClockTime(duration);
  }

  private void command(OrderCommand.Builder command) {
    String id = ORDER.getOrderId();
    pipe(Topic.ORDERS_COMMANDS, id, command.setOrderId(id).build().toByteArray());
  }

  private static OrderCommand.Builder confirm(String id) {
    return OrderCommand.newBuilder().setCommandId(id).setConfirm(ConfirmOrder.getDefaultInstance());
  }

  private static OrderCommand.Builder cancel(String id) {
    return OrderCommand.newBuilder().setCommandId(id).setCancel(CancelOrder.getDefaultInstance());
  }

  private static OrderCommand.Builder fulfil(String id) {
    return OrderCommand.newBuilder().setCommandId(id).setFulfil(FulfilOrder.getDefaultInstance());
  }

  private static OrderCommand.Builder extend(String id, long seconds) {
    return OrderCommand.newBuilder()
        .setCommandId(id)
        .setExtend(
            ExtendHold.newBuilder()
                .setBy(com.google.protobuf.Duration.newBuilder().setSeconds(seconds)));
  }

  private List<OrderStatus> statuses() {
    return events().stream().map(OrderEvent::getStatus).toList();
  }

  private KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  private List<KeyValue<Bytes, byte[]>> contents(String name) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (var all = store(name).all()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }

  private int deadlines() {
    return contents(OrderTopology.DEADLINES).size();
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
    return sagaStore().find(ORDER.getOrderId());
  }

  private SagaStore sagaStore() {
    return new StreamsSagaStore(
        store(OrderTopology.STORE),
        store(OrderTopology.DEADLINES),
        store(OrderTopology.PROGRESS),
        TOPIC_IDS);
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
