package io.spillway.order;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.order.adapter.kafka.OrderEventReader;
import io.spillway.order.adapter.mysql.MysqlOrderRows;
import io.spillway.order.adapter.streams.OrderTopology;
import io.spillway.order.adapter.streams.StreamsProperties;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.PartitionHold;
import io.spillway.runtime.kafka.StreamsHost;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.LoopDefinition;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Uuid;

/** The order processor: the saga, and the order store beside it. */
public final class OrderMain {
  private static final String STORE = "order-store";
  private static final Topic[] TOPICS = {
    Topic.ORDERS_INTAKE,
    Topic.ORDERS_COMMANDS,
    Topic.INVENTORY_OUTCOMES,
    Topic.ORDERS_EVENTS,
    Topic.ORDERS_COMMAND_RESULTS,
    Topic.ORDERS_REJECTS,
    Topic.INVENTORY_COMMANDS,
    Topic.ORDER_PROCESSOR_DLQ,
    Topic.ORDER_STORE_DLQ
  };

  private OrderMain() {}

  public static void main(String[] args) {
    Service.run(service(), args);
  }

  /** The service, for a process that runs it beside others. */
  public static ServiceDefinition service() {
    return new ServiceDefinition("order-processor", OrderMain::wire);
  }

  private static void wire(ServiceContext context) throws Exception {
    OrderConfig config = OrderConfig.from(context.settings());
    context.settings().check();
    Map<Topic, Uuid> topicIds;
    try (Admin admin = Admin.create(KafkaClients.common(config.kafka(), "order-processor-check"))) {
      TopicCheck.require(admin, config.partitioning(), TOPICS);
      topicIds =
          Map.of(
              Topic.ORDERS_INTAKE, TopicCheck.id(admin, Topic.ORDERS_INTAKE),
              Topic.ORDERS_COMMANDS, TopicCheck.id(admin, Topic.ORDERS_COMMANDS));
    }
    // The saga needs no MySQL, and while a shard is down it still decides orders.
    StreamsHost saga =
        context.own(saga(config, topicIds, context.clock(), context.metrics(), context::fail));
    context.health().register("saga", saga::health);
    Shards shards = context.own(Shards.opening(config.mysql(), context.metrics()));
    context.health().register("shards", shards::health);
    Producer<byte[], byte[]> producer =
        context.own(new KafkaProducer<>(KafkaClients.producer(config.kafka(), STORE + "-dlq")));
    OrderStoreFlow flow = new OrderStoreFlow(new MysqlOrderRows(shards));
    ShardedBatchLoop<OrderEvent> store =
        context.own(store(config, flow, producer, context.clock(), context.metrics()));
    context.health().register(STORE, store::health);
    store.onFatal(context::fail).start();
  }

  /** The saga; {@code topicIds} are those of the topics with commands. */
  static StreamsHost saga(
      OrderConfig config,
      Map<Topic, Uuid> topicIds,
      Clock clock,
      MeterRegistry metrics,
      FatalListener fatal) {
    OrderConfig.Admission admission = config.admission();
    AdmissionWindow window =
        new AdmissionWindow(admission.maxWaiting(), admission.answerWithin(), admission.patience());
    PartitionHold hold =
        new PartitionHold(
            partition ->
                partition.topic().equals(Topic.ORDERS_INTAKE.topicName())
                    && window.isFull(clock.instant()));
    gauge(metrics, "waiting", "Orders in the admission window", () -> window.size(clock.instant()));
    gauge(metrics, "waiting.limit", "Orders that the admission window takes", window::limit);
    gauge(metrics, "intake.held", "Partitions of the intake that are held", hold::size);
    return new StreamsHost(
            "saga",
            config.streams(),
            OrderTopology.build(
                config.partitioning(), topicIds, window, config.streams(), clock, metrics),
            StreamsProperties.of(config),
            hold,
            clock,
            metrics,
            fatal)
        .start();
  }

  private static void gauge(
      MeterRegistry metrics, String name, String description, Supplier<Number> value) {
    Gauge.builder("spillway.order." + name, value).description(description).register(metrics);
  }

  /** The order store: public events into rows, each shard on its own. */
  static ShardedBatchLoop<OrderEvent> store(
      OrderConfig config,
      OrderStoreFlow flow,
      Producer<byte[], byte[]> producer,
      Clock clock,
      MeterRegistry metrics) {
    return ShardedBatchLoop.open(
        LoopDefinition.byShard(
            STORE,
            Topic.ORDERS_EVENTS,
            config.partitioning(),
            new OrderEventReader(config.partitioning(), config.store().settleWait()),
            flow::store,
            new HandlerFailures()),
        config.store().loop(),
        config.kafka(),
        config.instanceId(),
        producer,
        Topic.ORDER_STORE_DLQ,
        clock,
        metrics);
  }
}
