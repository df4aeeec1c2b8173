package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.TopicMessages;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicFormatTest {
  @Test
  void anEventIsShownAsProto3Json() {
    byte[] event =
        OrderEvent.newBuilder()
            .setOrderId("id")
            .setVersion(2)
            .setStatus(OrderStatus.CONFIRMED)
            .build()
            .toByteArray();
    var record = record(Topic.ORDERS_EVENTS, event);
    record.headers().add("ce_type", "io.spillway.orders.v1.OrderConfirmed".getBytes(UTF_8));
    assertThat(TopicFormat.line(record))
        .isEqualTo(
            "{\"topic\":\"orders.events.v1\",\"partition\":3,\"offset\":7,"
                + "\"time\":\"1969-12-31T23:59:59.999Z\",\"key\":\"id\","
                + "\"type\":\"io.spillway.orders.v1.OrderConfirmed\","
                + "\"value\":{\"orderId\":\"id\",\"version\":\"2\",\"status\":\"CONFIRMED\"}}");
  }

  @Test
  void bytesThatAreNoMessageAreShownAsBytes() {
    assertThat(TopicFormat.line(record(Topic.ORDERS_EVENTS, new byte[] {-1, -1})))
        .contains("\"valueHex\":\"ffff\"");
  }

  @Test
  void aTombstoneIsNull() {
    assertThat(TopicFormat.line(record(Topic.CDC_ORDERS, null))).endsWith("\"value\":null}");
  }

  @Test
  void aDeadLetterShowsItsCauseAndTheValueOfItsSource() {
    byte[] event = OrderEvent.newBuilder().setOrderId("id").build().toByteArray();
    var record = record(Topic.ORDER_STORE_DLQ, event);
    record.headers().add("dlq-cause", "bad row".getBytes(UTF_8));
    record.headers().add("dlq-source-topic", "orders.events.v1".getBytes(UTF_8));
    assertThat(TopicFormat.line(record))
        .contains("\"dlq-cause\":\"bad row\"", "\"value\":{\"orderId\":\"id\"}");
  }

  @ParameterizedTest
  @EnumSource
  void everyTopicWithMessagesHasAType(Topic topic) {
    boolean holdsOthers =
        topic.name().endsWith("_DLQ")
            || topic.name().startsWith("OPERATIONS_")
            || topic == Topic.CDC_OFFSETS;
    assertThat(TopicMessages.example(topic).isPresent()).isNotEqualTo(holdsOthers);
  }

  private static ConsumerRecord<byte[], byte[]> record(Topic topic, byte[] value) {
    return new ConsumerRecord<>(topic.topicName(), 3, 7, "id".getBytes(UTF_8), value);
  }
}
