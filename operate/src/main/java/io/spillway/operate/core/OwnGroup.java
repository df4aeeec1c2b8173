package io.spillway.operate.core;

import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.PipelineService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pipeline's own consumer groups, what each reads and which service hosts it. All of them are
 * idempotent: reading a record again changes nothing that it has changed before.
 */
public enum OwnGroup {
  /** The saga; its state store stays, so that known orders stay known. */
  ORDER_PROCESSOR(
      "order-processor",
      PipelineService.ORDER_PROCESSOR,
      Topic.ORDERS_INTAKE,
      Topic.ORDERS_COMMANDS,
      Topic.INVENTORY_OUTCOMES),
  ORDER_STORE("order-store", PipelineService.ORDER_PROCESSOR, Topic.ORDERS_EVENTS),
  INVENTORY_PROCESSOR(
      "inventory-processor", PipelineService.INVENTORY_PROCESSOR, Topic.INVENTORY_COMMANDS),
  /** A Kafka Streams application beside the writer; its state store stays. */
  INVENTORY_AVAILABILITY(
      "inventory-availability", PipelineService.INVENTORY_PROCESSOR, Topic.CDC_STOCK),
  ANALYTICS_SINK(
      "analytics-sink",
      PipelineService.ANALYTICS_SINK,
      Topic.CDC_ORDERS,
      Topic.CDC_STOCK,
      Topic.CDC_STOCK_MOVEMENTS,
      Topic.CDC_PRODUCTS,
      Topic.OPERATIONS_AUDIT);

  private final String groupId;
  private final PipelineService service;
  private final List<Topic> topics;

  OwnGroup(String groupId, PipelineService service, Topic... topics) {
    this.groupId = groupId;
    this.service = service;
    this.topics = List.of(topics);
  }

  public String groupId() {
    return groupId;
  }

  public PipelineService service() {
    return service;
  }

  public List<Topic> topics() {
    return topics;
  }

  /** The group of an id, if it is one of ours. */
  public static Optional<OwnGroup> of(String groupId) {
    return Arrays.stream(values()).filter(own -> own.groupId.equals(groupId)).findFirst();
  }

  public String topicNames() {
    return topics.stream().map(Topic::topicName).collect(Collectors.joining(", "));
  }
}
