package io.spillway.operate.core;

import static io.spillway.stack.core.StackAccount.ANALYTICS_SINK;
import static io.spillway.stack.core.StackAccount.CDC_CONNECTOR;
import static io.spillway.stack.core.StackAccount.INGEST_API;
import static io.spillway.stack.core.StackAccount.INVENTORY_PROCESSOR;
import static io.spillway.stack.core.StackAccount.ORDER_PROCESSOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.KafkaGrant.Operation;
import io.spillway.operate.core.KafkaGrant.Resource;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.StackAccount;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaGrantsTest {
  /** As the table of the architecture says; what nobody is named for is the operators'. */
  @ParameterizedTest
  @EnumSource(Topic.class)
  void aTopicIsWrittenByThoseThatOwnItsRecords(Topic topic) {
    Set<StackAccount> writers =
        switch (topic) {
          case ORDERS_INTAKE -> Set.of(INGEST_API, ORDER_PROCESSOR);
          case ORDERS_COMMANDS -> Set.of(INGEST_API);
          case INVENTORY_COMMANDS -> Set.of(INGEST_API, ORDER_PROCESSOR);
          case ORDERS_COMMAND_RESULTS,
              ORDERS_REJECTS,
              ORDERS_EVENTS,
              ORDER_PROCESSOR_DLQ,
              ORDER_STORE_DLQ ->
              Set.of(ORDER_PROCESSOR);
          case INVENTORY_OUTCOMES,
              INVENTORY_AVAILABILITY,
              INVENTORY_PROCESSOR_DLQ,
              INVENTORY_AVAILABILITY_DLQ ->
              Set.of(INVENTORY_PROCESSOR);
          case CDC_ORDERS,
              CDC_STOCK,
              CDC_STOCK_MOVEMENTS,
              CDC_PRODUCTS,
              CDC_OFFSETS,
              CDC_CONNECTOR_DLQ ->
              Set.of(CDC_CONNECTOR);
          case ANALYTICS_SINK_DLQ -> Set.of(ANALYTICS_SINK);
          case OPERATIONS_AUDIT, OPERATIONS_DEAD_LETTERS -> Set.of();
        };
    assertThat(allowed(topic, Operation.WRITE)).isEqualTo(writers);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void aTopicIsReadByThoseThatConsumeIt(Topic topic) {
    Set<StackAccount> readers =
        switch (topic) {
          case ORDERS_INTAKE, ORDERS_COMMANDS, ORDERS_EVENTS, INVENTORY_OUTCOMES ->
              Set.of(ORDER_PROCESSOR);
          case ORDERS_COMMAND_RESULTS -> Set.of(INGEST_API);
          case INVENTORY_COMMANDS -> Set.of(INVENTORY_PROCESSOR);
          case CDC_PRODUCTS -> Set.of(INGEST_API, ANALYTICS_SINK);
          case CDC_STOCK -> Set.of(INVENTORY_PROCESSOR, ANALYTICS_SINK);
          case CDC_ORDERS, CDC_STOCK_MOVEMENTS, OPERATIONS_AUDIT -> Set.of(ANALYTICS_SINK);
          case CDC_OFFSETS -> Set.of(CDC_CONNECTOR);
          default -> Set.of();
        };
    assertThat(allowed(topic, Operation.READ)).isEqualTo(readers);
  }

  @Test
  void noPrefixReachesATopicOfOthers() {
    for (KafkaGrant grant : KafkaGrants.all()) {
      if (grant.prefix() && grant.resource() == Resource.TOPIC) {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
            .noneMatch(name -> name.startsWith(grant.name()));
      }
    }
  }

  @Test
  void everyServiceHasAGroupOrReadsWithoutAndNobodyHasAll() {
    for (StackAccount account : StackAccount.values()) {
      boolean service = !EnumSet.of(StackAccount.OPERATOR, StackAccount.ADMIN).contains(account);
      assertThat(KafkaGrants.of(account).isEmpty()).isNotEqualTo(service);
      assertThat(KafkaGrants.of(account))
          .allMatch(grant -> !grant.name().equals("*") && !grant.name().isEmpty());
    }
    assertThat(groups(ORDER_PROCESSOR)).containsExactlyInAnyOrder("order-processor", "order-store");
    assertThat(groups(INVENTORY_PROCESSOR))
        .containsExactlyInAnyOrder("inventory-processor", "inventory-availability");
    assertThat(groups(ANALYTICS_SINK)).containsExactly("analytics-sink");
    assertThat(groups(INGEST_API)).isEmpty();
  }

  private static Set<String> groups(StackAccount account) {
    return KafkaGrants.of(account).stream()
        .filter(grant -> grant.resource() == Resource.GROUP)
        .filter(grant -> grant.operations().contains(Operation.READ))
        .map(KafkaGrant::name)
        .collect(Collectors.toSet());
  }

  private static Set<StackAccount> allowed(Topic topic, Operation operation) {
    return KafkaGrants.all().stream()
        .filter(grant -> grant.resource() == Resource.TOPIC)
        .filter(grant -> grant.operations().contains(operation))
        .filter(
            grant ->
                grant.prefix()
                    ? topic.topicName().startsWith(grant.name())
                    : topic.topicName().equals(grant.name()))
        .map(KafkaGrant::account)
        .collect(Collectors.toSet());
  }
}
