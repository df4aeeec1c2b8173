package io.spillway.operate.core;

import io.spillway.operate.core.KafkaGrant.Operation;
import io.spillway.operate.core.KafkaGrant.Resource;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.StackAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which service may do what in Kafka, and nothing else: the topics that it reads and writes, its
 * groups and its transactions. The operator is not here; it may do all.
 */
public final class KafkaGrants {
  /** Whose progress the sink reports. */
  private static final List<String> STAGES =
      List.of("order-processor", "order-store", "inventory-processor", "inventory-availability");

  private final List<KafkaGrant> grants = new ArrayList<>();
  private final StackAccount account;

  private KafkaGrants(StackAccount account) {
    this.account = account;
  }

  /** All of them. */
  public static List<KafkaGrant> all() {
    return Arrays.stream(StackAccount.values()).flatMap(each -> of(each).stream()).toList();
  }

  /** Those of one account. */
  public static List<KafkaGrant> of(StackAccount account) {
    KafkaGrants of = new KafkaGrants(account);
    switch (account) {
      case INGEST_API -> of.ingestApi();
      case ORDER_PROCESSOR -> of.orderProcessor();
      case INVENTORY_PROCESSOR -> of.inventoryProcessor();
      case CDC_CONNECTOR -> of.cdcConnector();
      case ANALYTICS_SINK -> of.analyticsSink();
      case OPERATOR, ADMIN -> {
        // The one may do all, the other is none of Kafka's.
      }
    }
    return List.copyOf(of.grants);
  }

  private void ingestApi() {
    writes(Topic.ORDERS_INTAKE, Topic.ORDERS_COMMANDS, Topic.INVENTORY_COMMANDS);
    reads(Topic.ORDERS_COMMAND_RESULTS, Topic.CDC_PRODUCTS);
    // It is not ready while its intake has fewer replicas than the topic asks for.
    topic(Topic.ORDERS_INTAKE.topicName(), Operation.DESCRIBE_CONFIGS);
  }

  private void orderProcessor() {
    reads(
        Topic.ORDERS_INTAKE,
        Topic.ORDERS_COMMANDS,
        Topic.INVENTORY_OUTCOMES,
        // Its store reads what its saga says.
        Topic.ORDERS_EVENTS);
    writes(
        // Commands that came before their order.
        Topic.ORDERS_INTAKE,
        Topic.ORDERS_COMMAND_RESULTS,
        Topic.ORDERS_EVENTS,
        Topic.ORDERS_REJECTS,
        Topic.INVENTORY_COMMANDS,
        Topic.ORDER_PROCESSOR_DLQ,
        Topic.ORDER_STORE_DLQ);
    streams("order-processor");
    group("order-store");
  }

  private void inventoryProcessor() {
    reads(Topic.INVENTORY_COMMANDS, Topic.CDC_STOCK);
    writes(
        Topic.INVENTORY_OUTCOMES,
        Topic.INVENTORY_AVAILABILITY,
        Topic.INVENTORY_PROCESSOR_DLQ,
        Topic.INVENTORY_AVAILABILITY_DLQ);
    streams("inventory-availability");
    group("inventory-processor");
  }

  private void cdcConnector() {
    writes(
        Topic.CDC_ORDERS,
        Topic.CDC_STOCK,
        Topic.CDC_STOCK_MOVEMENTS,
        Topic.CDC_PRODUCTS,
        Topic.CDC_OFFSETS,
        Topic.CDC_CONNECTOR_DLQ);
    reads(Topic.CDC_OFFSETS);
    // Connect's store asks for the topic to be made before it looks whether it is there.
    topic(Topic.CDC_OFFSETS.topicName(), Operation.CREATE, Operation.DESCRIBE_CONFIGS);
    group("cdc-connector");
    // Topics of its own: one whose partitions are the servers, and a history of tables for each.
    topic("cdc.servers.v1", Operation.CREATE, Operation.READ);
    add(
        Resource.TOPIC,
        "cdc.history.",
        true,
        Operation.CREATE,
        Operation.READ,
        Operation.WRITE,
        Operation.DESCRIBE_CONFIGS);
    add(Resource.GROUP, "mysql-", true, Operation.READ);
  }

  private void analyticsSink() {
    reads(
        Topic.CDC_ORDERS,
        Topic.CDC_STOCK,
        Topic.CDC_STOCK_MOVEMENTS,
        Topic.CDC_PRODUCTS,
        Topic.OPERATIONS_AUDIT);
    writes(Topic.ANALYTICS_SINK_DLQ);
    group("analytics-sink");
    for (String stage : STAGES) {
      add(Resource.GROUP, stage, false, Operation.DESCRIBE);
    }
    for (Topic waitedFor :
        List.of(
            Topic.ORDERS_INTAKE,
            Topic.ORDERS_COMMANDS,
            Topic.ORDERS_EVENTS,
            Topic.INVENTORY_COMMANDS,
            Topic.INVENTORY_OUTCOMES)) {
      topic(waitedFor.topicName(), Operation.DESCRIBE);
    }
  }

  private void reads(Topic... topics) {
    for (Topic each : topics) {
      topic(each.topicName(), Operation.READ);
    }
  }

  private void writes(Topic... topics) {
    for (Topic each : topics) {
      topic(each.topicName(), Operation.WRITE);
    }
  }

  private void topic(String name, Operation... operations) {
    add(Resource.TOPIC, name, false, operations);
  }

  private void group(String name) {
    add(Resource.GROUP, name, false, Operation.READ);
  }

  /** An application of Kafka Streams: its group, its transactions, and topics of its state. */
  private void streams(String application) {
    group(application);
    add(Resource.TRANSACTIONAL_ID, application + "-", true, Operation.WRITE, Operation.DESCRIBE);
    add(
        Resource.TOPIC,
        application + "-",
        true,
        Operation.CREATE,
        Operation.READ,
        Operation.WRITE,
        Operation.DELETE,
        Operation.DESCRIBE_CONFIGS);
  }

  private void add(Resource resource, String name, boolean prefix, Operation... operations) {
    grants.add(new KafkaGrant(account, resource, name, prefix, Set.of(operations)));
  }
}
