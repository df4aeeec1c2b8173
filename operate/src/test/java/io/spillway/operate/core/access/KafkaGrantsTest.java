package io.spillway.operate.core.access;

import static io.spillway.stack.core.StackAccount.ANALYTICS_SINK;
import static io.spillway.stack.core.StackAccount.CDC_CONNECTOR;
import static io.spillway.stack.core.StackAccount.INGEST_API;
import static io.spillway.stack.core.StackAccount.INVENTORY_PROCESSOR;
import static io.spillway.stack.core.StackAccount.ORDER_PROCESSOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.topics.Topic;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.WhoCan;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the file that ships gives services in Kafka. */
class KafkaGrantsTest {
  private static final AccessFile FILE = AccessFiles.shipped();

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
    assertThat(allowed(topic, "write")).isEqualTo(writers);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void aTopicIsReadByThoseThatConsumeIt(Topic topic) {
    Set<StackAccount> readers =
        switch (topic) {
          case ORDERS_INTAKE, ORDERS_COMMANDS, INVENTORY_OUTCOMES -> Set.of(ORDER_PROCESSOR);
          case ORDERS_EVENTS -> Set.of(ORDER_PROCESSOR, INGEST_API);
          case ORDERS_COMMAND_RESULTS -> Set.of(INGEST_API);
          case INVENTORY_COMMANDS -> Set.of(INVENTORY_PROCESSOR);
          case CDC_PRODUCTS -> Set.of(INGEST_API, ANALYTICS_SINK);
          case CDC_STOCK -> Set.of(INVENTORY_PROCESSOR, ANALYTICS_SINK);
          case CDC_ORDERS, CDC_STOCK_MOVEMENTS, OPERATIONS_AUDIT -> Set.of(ANALYTICS_SINK);
          case CDC_OFFSETS -> Set.of(CDC_CONNECTOR);
          default -> Set.of();
        };
    assertThat(allowed(topic, "read")).isEqualTo(readers);
  }

  @Test
  void noPrefixReachesATopicOfOthers() {
    for (Right right : FILE.rights()) {
      if (right.kind().equals("topic") && right.name().endsWith("*")) {
        String beginning = right.name().substring(0, right.name().length() - 1);
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
            .noneMatch(name -> name.startsWith(beginning));
      }
    }
  }

  /** A name that is mistyped would be a right on nothing. */
  @Test
  void everyTopicIsOneOfThePipelineOrAServicesOwn() {
    assertThat(FILE.rights())
        .filteredOn(right -> right.kind().equals("topic") && !right.name().endsWith("*"))
        .extracting(Right::name)
        .filteredOn(
            name -> Arrays.stream(Topic.values()).noneMatch(t -> t.topicName().equals(name)))
        .containsOnly("cdc.servers.v1");
  }

  @Test
  void everyServiceHasAGroupOrReadsWithoutAndNobodyButTheOperatorHasAll() {
    for (StackAccount account : StackAccount.values()) {
      Set<Right> rights = FILE.rights(account.user(), Plane.KAFKA);
      assertThat(rights.stream().anyMatch(Right::isOfAll))
          .isEqualTo(account == StackAccount.OPERATOR);
      assertThat(rights.isEmpty()).isEqualTo(account == StackAccount.ADMIN);
      assertThat(rights)
          .filteredOn(right -> !right.isOfAll())
          .noneMatch(right -> right.name().equals("*"));
    }
    assertThat(groups(ORDER_PROCESSOR)).containsExactlyInAnyOrder("order-processor", "order-store");
    assertThat(groups(INVENTORY_PROCESSOR))
        .containsExactlyInAnyOrder("inventory-processor", "inventory-availability");
    assertThat(groups(ANALYTICS_SINK)).containsExactly("analytics-sink");
    assertThat(groups(INGEST_API)).isEmpty();
  }

  private static Set<String> groups(StackAccount account) {
    return FILE.rights(account.user(), Plane.KAFKA).stream()
        .filter(right -> right.kind().equals("group") && right.action().equals("read"))
        .map(Right::name)
        .collect(Collectors.toSet());
  }

  private static Set<StackAccount> allowed(Topic topic, String action) {
    return new WhoCan(action, "topic:" + topic.topicName(), Plane.KAFKA)
        .of(FILE.rights()).stream()
            .filter(right -> !right.isOfAll())
            .map(Right::principal)
            .map(KafkaGrantsTest::account)
            .collect(Collectors.toSet());
  }

  private static StackAccount account(String user) {
    return Arrays.stream(StackAccount.values())
        .filter(each -> each.user().equals(user))
        .findAny()
        .orElseThrow();
  }
}
