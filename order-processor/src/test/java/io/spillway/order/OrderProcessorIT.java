package io.spillway.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.order.adapter.mysql.MysqlOrderRows;
import io.spillway.order.adapter.mysql.OrderServers;
import io.spillway.order.core.TestOrders;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.StreamsHost;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.CancelOrder;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.ConfirmOrder;
import io.spillway.schemas.orders.v1.FulfilOrder;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saga and order store on a real broker and real shards, with a stand-in for the inventory. */
@OnSharedStack({Server.KAFKA, Server.MYSQL})
class OrderProcessorIT {
  private static final int ORDERS = 300;
  private static final String CUSTOMER = "customer";
  private static final ConfirmOrder CONFIRM = ConfirmOrder.getDefaultInstance();
  private static final Duration HOLD = Duration.ofSeconds(20);
  private static final Map<Topic, Uuid> TOPIC_IDS =
      Map.of(Topic.ORDERS_INTAKE, Uuid.randomUuid(), Topic.ORDERS_COMMANDS, Uuid.randomUuid());

  @TempDir private static Path directory;
  private static TestStack stack;
  private static OrderConfig config;
  private static Shards shards;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    config = config(directory.resolve("state"));
    try (Admin admin = Admin.create(KafkaClients.common(config.kafka(), "test"))) {
      TopicCreation.ensure(admin, config.partitioning(), (short) 1);
    }
    Migrations.migrate(config.mysql());
    shards = Shards.open(config.mysql(), new SimpleMeterRegistry());
    producer = new KafkaProducer<>(KafkaClients.producer(config.kafka(), "test"));
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    shards.close();
  }

  @Test
  void ordersBecomeTerminalRowsOnceEachAlsoWhenEverythingComesAgain() throws Exception {
    List<Order> orders = IntStream.range(0, ORDERS).mapToObj(OrderProcessorIT::order).toList();
    try (StandInInventory _ = StandInInventory.start(config.kafka(), config.partitioning())) {
      try (Running running = Running.start(config)) {
        corrupt(Topic.ORDERS_INTAKE);
        corrupt(Topic.INVENTORY_OUTCOMES);
        corrupt(Topic.ORDERS_EVENTS);
        orders.forEach(OrderProcessorIT::submit);
        awaitTerminalRows(ORDERS);
        running.awaitHealthy();
      }
      // Another machine, as it were: the store comes back from its changelog.
      try (Running running = Running.start(config(directory.resolve("elsewhere")))) {
        orders.forEach(OrderProcessorIT::submit);
        submit(order(ORDERS));
        awaitTerminalRows(ORDERS + 1);
        running.awaitHealthy();
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(running.count("duplicate")).isGreaterThan(ORDERS - 1));
      }
    }

    assertThat(statuses(CUSTOMER)).isEqualTo(Map.of("CONFIRMED", 225L, "REJECTED", 76L));
    Map<String, List<Long>> versions = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : all(Topic.ORDERS_EVENTS)) {
      if (record.value().length > 3) {
        OrderEvent event = OrderEvent.parseFrom(record.value());
        if (!event.getOrder().getCustomerId().startsWith(CUSTOMER)) {
          continue;
        }
        versions
            .computeIfAbsent(event.getOrderId(), _ -> new ArrayList<>())
            .add(event.getVersion());
        assertThat(record.partition())
            .isEqualTo(
                config
                    .partitioning()
                    .partition(Topic.ORDERS_EVENTS, RoutedId.parse(event.getOrderId()).slot()));
      }
    }
    assertThat(versions).hasSize(ORDERS + 1);
    assertThat(versions.values()).allSatisfy(v -> assertThat(v).containsExactly(1L, 2L));
    assertThat(causes(Topic.ORDER_PROCESSOR_DLQ))
        .hasSize(2)
        .allSatisfy(cause -> assertThat(cause).startsWith("not readable as "));
    assertThat(causes(Topic.ORDER_STORE_DLQ)).hasSize(1);
  }

  @Test
  void aHoldIsConfirmedCancelledFulfilledOrExpires() throws Exception {
    Map<String, Order> orders = new HashMap<>();
    for (String fate : List.of("confirmed", "cancelled", "fulfilled", "expired")) {
      Order order = TestOrders.order("holder-" + fate, "key", List.of("sku-1", "sku-2"));
      // Long enough for a slow machine to confirm within; one is left to its end.
      orders.put(fate, TestOrders.held(order, fate.equals("expired") ? HOLD : Duration.ofHours(1)));
    }
    try (StandInInventory _ = StandInInventory.start(config.kafka(), config.partitioning())) {
      try (Running running = Running.start(config)) {
        orders.values().forEach(OrderProcessorIT::submit);
        await()
            .atMost(Duration.ofMinutes(3))
            .untilAsserted(
                () -> {
                  Map<String, Long> statuses = statuses("holder");
                  assertThat(statuses.getOrDefault("RESERVED", 0L)).isGreaterThanOrEqualTo(3);
                  assertThat(statuses).doesNotContainKey("RESERVING");
                });
        running.awaitHealthy();
      }
      // The deadline comes back with its store, on another machine as it were.
      try (Running running = Running.start(config(directory.resolve("yet-elsewhere")))) {
        command(orders.get("confirmed"), "1", OrderCommand.newBuilder().setConfirm(CONFIRM));
        command(orders.get("fulfilled"), "1", OrderCommand.newBuilder().setConfirm(CONFIRM));
        command(
            orders.get("fulfilled"),
            "2",
            OrderCommand.newBuilder().setFulfil(FulfilOrder.getDefaultInstance()));
        command(
            orders.get("cancelled"),
            "1",
            OrderCommand.newBuilder().setCancel(CancelOrder.newBuilder().setReason("why not")));
        awaitStatuses(Map.of("CONFIRMED", 1L, "CANCELLED", 1L, "FULFILLED", 1L, "EXPIRED", 1L));
        command(orders.get("expired"), "1", OrderCommand.newBuilder().setConfirm(CONFIRM));
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(results(orders.values())).hasSize(5));
        running.awaitHealthy();
      }
    }

    Map<CommandVerdict, Integer> verdicts = new HashMap<>();
    results(orders.values()).forEach(r -> verdicts.merge(r.getVerdict(), 1, Integer::sum));
    assertThat(verdicts)
        .isEqualTo(Map.of(CommandVerdict.APPLIED, 4, CommandVerdict.NOT_ALLOWED, 1));
    for (ConsumerRecord<byte[], byte[]> record : all(Topic.ORDERS_EVENTS)) {
      if (record.value().length > 3) {
        OrderEvent event = OrderEvent.parseFrom(record.value());
        if (event.hasExpired()) {
          Instant end = Times.instant(event.getHistory(1).getAt()).plus(HOLD);
          assertThat(Times.instant(event.getOccurredAt())).isAfterOrEqualTo(end);
        }
      }
    }
  }

  @Test
  void theIntakeIsHeldWhileTooManyOrdersWait() throws Exception {
    int window = 20;
    int polls = 2 * 3;
    OrderConfig few =
        config(
            directory.resolve("held"),
            Map.of(
                "spillway.order.admission.max-waiting", window,
                "spillway.order.admission.patience", "10m",
                "spillway.order.streams.stalled-after", "5s"));
    List<Order> orders =
        IntStream.range(0, ORDERS)
            .mapToObj(
                n -> TestOrders.order("patient-" + n, "patient-" + n, List.of("sku-1", "sku-2")))
            .toList();
    try (Running running = Running.start(few)) {
      orders.forEach(OrderProcessorIT::submit);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(running.gauge("waiting")).isGreaterThanOrEqualTo(window));
      // Longer than a partition may stand still that is not held.
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(running.gauge("waiting"))
                    .isBetween((double) window, (double) window + polls);
                assertThat(running.gauge("intake.held")).isPositive();
                assertThat(running.saga().health().why()).isEmpty();
              });
      Set<String> taken = taken(orders);
      assertThat(taken).hasSizeBetween(window, window + polls);

      // Nothing holds up what is asked of the others, and of those it waits for its order.
      Map<Boolean, List<Order>> byTaken =
          orders.stream().collect(Collectors.partitioningBy(o -> taken.contains(o.getOrderId())));
      List<Order> cancelled = List.of(byTaken.get(true).getFirst(), byTaken.get(false).getLast());
      cancelled.forEach(OrderProcessorIT::cancel);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(results(cancelled))
                    .extracting(CommandResult::getOrderId)
                    .containsExactly(cancelled.getFirst().getOrderId());
                assertThat(running.count("command.deferred")).isEqualTo(1);
              });

      try (StandInInventory _ = StandInInventory.start(config.kafka(), config.partitioning())) {
        await()
            .atMost(Duration.ofMinutes(3))
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(
                () ->
                    assertThat(statuses("patient"))
                        .isEqualTo(Map.of("CONFIRMED", ORDERS - 2L, "CANCELLED", 2L)));
        await()
            .untilAsserted(
                () -> {
                  assertThat(running.gauge("waiting")).isZero();
                  assertThat(running.gauge("intake.held")).isZero();
                });
        running.awaitHealthy();
      }
    }
    assertThat(results(orders))
        .extracting(CommandResult::getVerdict)
        .containsExactly(CommandVerdict.APPLIED, CommandVerdict.APPLIED);
  }

  private static Set<String> taken(Collection<Order> orders) {
    Set<String> taken = new HashSet<>();
    all(Topic.ORDERS_EVENTS).forEach(record -> taken.add(new String(record.key(), UTF_8)));
    taken.retainAll(orders.stream().map(Order::getOrderId).toList());
    return taken;
  }

  private static void cancel(Order order) {
    CancelOrder cancel = CancelOrder.newBuilder().setReason("why not").build();
    command(order, "1", OrderCommand.newBuilder().setCancel(cancel));
  }

  /** Of these orders, in the order of the topic's partitions. */
  private static List<CommandResult> results(Collection<Order> orders) {
    Set<String> ids = orders.stream().map(Order::getOrderId).collect(Collectors.toSet());
    List<CommandResult> results = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : all(Topic.ORDERS_COMMAND_RESULTS)) {
      try {
        CommandResult result = CommandResult.parseFrom(record.value());
        if (ids.contains(result.getOrderId())) {
          results.add(result);
        }
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return results;
  }

  private static void command(@Nullable Order order, String id, OrderCommand.Builder command) {
    String orderId = Objects.requireNonNull(order).getOrderId();
    producer.send(
        new ProducerRecord<>(
            Topic.ORDERS_COMMANDS.topicName(),
            config.partitioning().partition(Topic.ORDERS_COMMANDS, RoutedId.parse(orderId).slot()),
            orderId.getBytes(UTF_8),
            command.setOrderId(orderId).setCommandId(id).build().toByteArray()));
  }

  private static void awaitStatuses(Map<String, Long> expected) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(statuses("holder")).isEqualTo(expected));
  }

  /** Both components, as the main class runs them. */
  private record Running(
      StreamsHost saga, ShardedBatchLoop<OrderEvent> store, SimpleMeterRegistry metrics)
      implements AutoCloseable {
    static Running start(OrderConfig config) {
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      Clock clock = Clock.systemUTC();
      StreamsHost saga = OrderMain.saga(config, TOPIC_IDS, clock, metrics, Running::failed);
      OrderStoreFlow flow = new OrderStoreFlow(new MysqlOrderRows(shards));
      ShardedBatchLoop<OrderEvent> store =
          OrderMain.store(config, flow, producer, clock, metrics).onFatal(Running::failed);
      store.start();
      return new Running(saga, store, metrics);
    }

    void awaitHealthy() {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(saga.health().why()).isEmpty();
                assertThat(store.health().why()).isEmpty();
              });
    }

    double gauge(String name) {
      return metrics.get("spillway.order." + name).gauge().value();
    }

    double count(String name) {
      return metrics.get("spillway.order." + name).counter().count();
    }

    @Override
    public void close() {
      store.close();
      saga.close();
    }

    private static void failed(String why, Throwable cause) {
      throw new AssertionError(why, cause);
    }
  }

  private static OrderConfig config(Path stateDir) {
    return config(stateDir, Map.of());
  }

  private static OrderConfig config(Path stateDir, Map<String, Object> more) {
    MysqlConfig mysql = OrderServers.mysql(stack.endpoints());
    String shards =
        mysql.shards().stream()
            .map(shard -> shard.server() + "/" + shard.schema())
            .collect(Collectors.joining(","));
    Settings settings =
        Settings.of(
            ConfigFactory.parseMap(more)
                .withFallback(
                    ConfigFactory.parseMap(
                        Map.of(
                            "spillway.kafka.bootstrap", stack.endpoints().kafka(),
                            "spillway.mysql.shards", shards,
                            "spillway.mysql.user", mysql.user(),
                            "spillway.mysql.password", mysql.password(),
                            "spillway.order.streams.state-dir", stateDir.toString())))
                .withFallback(ConfigFactory.load()));
    OrderConfig config = OrderConfig.from(settings);
    settings.check();
    return config;
  }

  /** Every fourth order asks for something that is gone. */
  private static Order order(int n) {
    List<String> skus = new ArrayList<>();
    for (int line = 0; line < 1 + n % 5; line++) {
      skus.add("sku-" + (n * 7 + line) % 50);
    }
    if (n % 4 == 0) {
      skus.add(StandInInventory.GONE + "-" + n % 10);
    }
    return TestOrders.order(CUSTOMER + "-" + n, "key-" + n, skus);
  }

  private static void submit(Order order) {
    byte[] intake =
        OrderIntake.newBuilder()
            .setSubmit(
                SubmitOrder.newBuilder()
                    .setOrder(order)
                    .setFingerprint(ByteString.copyFromUtf8(order.getCustomerId())))
            .build()
            .toByteArray();
    int slot = RoutedId.parse(order.getOrderId()).slot();
    producer.send(
        new ProducerRecord<>(
            Topic.ORDERS_INTAKE.topicName(),
            config.partitioning().partition(Topic.ORDERS_INTAKE, slot),
            order.getOrderId().getBytes(UTF_8),
            intake));
  }

  private static void corrupt(Topic topic) {
    producer.send(new ProducerRecord<>(topic.topicName(), 3, new byte[] {7}, new byte[] {1, 2, 3}));
  }

  private static void awaitTerminalRows(long expected) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(
                        statuses(CUSTOMER).entrySet().stream()
                            .filter(e -> !e.getKey().equals("RESERVING"))
                            .mapToLong(Map.Entry::getValue)
                            .sum())
                    .isEqualTo(expected));
  }

  private static Map<String, Long> statuses(String customers) throws SQLException {
    Map<String, Long> statuses = new HashMap<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      shards.read(
          shard,
          connection -> {
            try (Statement select = connection.createStatement();
                ResultSet rows =
                    select.executeQuery(
                        "SELECT status, COUNT(*) FROM orders WHERE customer_id LIKE '"
                            + customers
                            + "-%' GROUP BY status")) {
              while (rows.next()) {
                statuses.merge(rows.getString(1), rows.getLong(2), Long::sum);
              }
            }
            return statuses;
          });
    }
    return statuses;
  }

  private static List<String> causes(Topic topic) {
    return all(topic).stream()
        .map(record -> Objects.requireNonNull(CloudEvent.text(record.headers(), "dlq-cause")))
        .toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.consumer(config.kafka(), "reader", "reader"))) {
      List<TopicPartition> partitions =
          IntStream.range(0, config.partitioning().partitions(topic))
              .mapToObj(p -> new TopicPartition(topic.topicName(), p))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
