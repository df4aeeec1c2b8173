package io.spillway.operate.adapter.stores;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.operate.adapter.redis.RedisMemory;
import io.spillway.operate.port.CustomerRecords;
import io.spillway.privacy.core.Customer;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.kafka.TopicScan;
import io.spillway.verify.port.RowRepairs;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A customer's rows, records, documents and answers, in the stores of a pipeline. */
public final class PipelineCustomerRecords implements CustomerRecords {
  private static final String SELECT =
      "SELECT " + OrdersTable.TABLE.columns() + " FROM orders WHERE tenant = ? AND customer_id = ?";

  /** The version stays: it is the saga's, and nothing has happened to the order. */
  private static final String UPDATE =
      "UPDATE orders SET attributes = ? WHERE order_id = ? AND version = ?";

  private final Shards shards;
  private final TopicScan topics;
  private final Partitioning partitioning;
  private final RowRepairs repairs;
  private final RedisMemory redis;

  public PipelineCustomerRecords(
      Shards shards,
      TopicScan topics,
      Partitioning partitioning,
      RowRepairs repairs,
      RedisMemory redis) {
    this.shards = shards;
    this.topics = topics;
    this.partitioning = partitioning;
    this.repairs = repairs;
    this.redis = redis;
  }

  @Override
  public List<OrderRow> rows(Customer customer) throws UnavailableException {
    int shard = SlotMap.shard(customer.slot(), shards.count());
    try {
      return shards.read(
          shard,
          connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
              select.setString(1, customer.tenant());
              select.setString(2, customer.customerId());
              List<OrderRow> rows = new ArrayList<>();
              try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                  rows.add(OrdersTable.TABLE.read(row));
                }
              }
              return rows;
            }
          });
    } catch (SQLException e) {
      throw new UnavailableException("shard " + shard + " does not answer", e);
    }
  }

  @Override
  public List<Order> submitted(Customer customer) throws InterruptedException {
    List<Order> orders = new ArrayList<>();
    for (Topic topic : List.of(Topic.ORDERS_INTAKE, Topic.ORDERS_REJECTS)) {
      Map<TopicPartition, TopicScan.Range> own =
          new HashMap<>(topics.whole(List.of(topic.topicName())));
      own.keySet().removeIf(of -> of.partition() != partitioning.partition(topic, customer.slot()));
      topics.read(own, record -> collect(topic, record, customer, orders), _ -> {});
    }
    return orders;
  }

  private static void collect(
      Topic topic,
      ConsumerRecord<byte[], byte[]> record,
      Customer customer,
      Collection<Order> orders) {
    if (record.value() == null) {
      return;
    }
    try {
      Order order =
          topic == Topic.ORDERS_INTAKE
              ? OrderIntake.parseFrom(record.value()).getSubmit().getOrder()
              : OrderReject.parseFrom(record.value()).getOrder();
      if (customer.equals(new Customer(order.getTenant(), order.getCustomerId()))) {
        orders.add(order);
      }
    } catch (InvalidProtocolBufferException notOurs) {
      // The saga set it aside.
    }
  }

  @Override
  public int rewrite(List<OrderRow> rows) throws UnavailableException {
    int rewritten = 0;
    for (OrderRow row : rows) {
      int shard = SlotMap.shard(row.getSlot(), shards.count());
      try {
        rewritten +=
            shards.read(
                shard,
                connection -> {
                  try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                    update.setString(1, row.getAttributesJson());
                    update.setBytes(2, RoutedId.parse(row.getOrderId()).toBytes());
                    update.setLong(3, row.getVersion());
                    return update.executeUpdate();
                  }
                });
      } catch (SQLException e) {
        throw new UnavailableException("shard " + shard + " does not answer", e);
      }
    }
    return rewritten;
  }

  @Override
  public void renewDocuments(Collection<String> orderIds)
      throws UnavailableException, InterruptedException {
    repairs.removeOrderDocuments(orderIds);
    repairs.publishOrders(orderIds);
  }

  @Override
  public int forgetAnswers(String tenant, Collection<String> orderIds) throws UnavailableException {
    return redis.forget(tenant, orderIds);
  }
}
