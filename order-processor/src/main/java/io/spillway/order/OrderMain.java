package io.spillway.order;

import io.spillway.order.adapter.kafka.OrderStoreLoop;
import io.spillway.order.adapter.mysql.MysqlOrderRows;
import io.spillway.order.adapter.streams.OrderStreams;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** The order processor: the saga, and the order store beside it. */
public final class OrderMain {
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

  /** Runs until stopped. */
  public static void main(String[] args) {
    Service.run("order-processor", args, OrderMain::wire);
  }

  private static void wire(ServiceContext context) throws Exception {
    OrderConfig config = OrderConfig.from(context.settings());
    context.settings().check();
    Uuid commandsTopic;
    try (Admin admin = Admin.create(KafkaClients.common(config.kafka(), "order-processor-check"))) {
      TopicCheck.require(admin, config.partitioning(), TOPICS);
      commandsTopic = TopicCheck.id(admin, Topic.ORDERS_COMMANDS);
    }
    // The saga needs no MySQL, and while a shard is down it still decides orders.
    OrderStreams saga =
        context.own(
            OrderStreams.start(
                config, commandsTopic, context.clock(), context.metrics(), context::fail));
    context.health().register("saga", saga::health);
    Shards shards = context.own(Shards.opening(config.mysql(), context.metrics()));
    context.health().register("shards", shards::health);
    OrderStoreFlow flow = new OrderStoreFlow(new MysqlOrderRows(shards));
    OrderStoreLoop store =
        context.own(
            OrderStoreLoop.start(config, flow, context.clock(), context.metrics(), context::fail));
    context.health().register("order-store", store::health);
  }
}
