package io.spillway.schemas.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.spillway.schemas.contract.SampleEvents.Sample;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.events.EventType;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Events as JSON: what they were, read by a library that is not ours, and what they always are. */
class EventJsonTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "events");

  @ParameterizedTest
  @EnumSource(EventType.class)
  void aStructuredEventIsTheBinaryOne(EventType type) {
    Sample sample = SampleEvents.of(type);

    CloudEvent structured = structured(sample);

    byte[] value = sample.message() == null ? new byte[0] : sample.value();
    CloudEvent binary = KafkaMessageFactory.createReader(sample.headers(), value).toEvent();
    assertThat(structured.getId()).isEqualTo(binary.getId());
    assertThat(structured.getType()).isEqualTo(binary.getType()).isEqualTo(type.type());
    assertThat(structured.getSource()).isEqualTo(binary.getSource());
    assertThat(structured.getSubject()).isEqualTo(binary.getSubject());
    assertThat(structured.getTime()).isEqualTo(binary.getTime());
    assertThat(structured.getSpecVersion()).isEqualTo(binary.getSpecVersion());
    assertThat(structured.getExtension("partitionkey")).isEqualTo(sample.key());
  }

  @ParameterizedTest
  @EnumSource(value = EventType.class, mode = Mode.EXCLUDE, names = "AVAILABILITY_REMOVED")
  void theDataOfAStructuredEventIsTheMessage(EventType type) throws IOException {
    Sample sample = SampleEvents.of(type);

    CloudEvent structured = structured(sample);

    Message.Builder read = EventType.example(type.topic()).newBuilderForType();
    JsonFormat.parser().merge(new String(structured.getData().toBytes(), UTF_8), read);
    assertThat(read.build()).isEqualTo(sample.message());
    assertThat(structured.getDataContentType()).isEqualTo("application/json");
    assertThat(structured.getExtension(EventJson.SEQUENCE))
        .isEqualTo(
            sample.message() instanceof OrderEvent event
                ? Long.toString(event.getVersion())
                : "17");
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void anEventStaysAsItWas(EventType type) throws IOException {
    Path file = GOLDEN.resolve(AsyncApiDocument.name(type) + ".json");
    String text = text(SampleEvents.of(type)) + "\n";
    if (Boolean.getBoolean("spillway.regenerate") && !Files.exists(file)) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }

    assertThat(Files.readString(file))
        .as("what subscribers parse; a field that is new is added by hand")
        .isEqualTo(text);
  }

  @Test
  void whatHasNoPresenceIsThereAlsoWhenItIsNothing() {
    assertThat(EventJson.data(OrderEvent.getDefaultInstance()))
        .isEqualTo(
            "{\"orderId\":\"\",\"version\":\"0\",\"status\":\"ORDER_STATUS_UNSPECIFIED\","
                + "\"refusals\":[],\"keptAmount\":\"0\",\"history\":[]}");
  }

  @Test
  void aTombstoneHasNoData() {
    CloudEvent removed = structured(SampleEvents.of(EventType.AVAILABILITY_REMOVED));

    assertThat(removed.getData()).isNull();
    assertThat(removed.getDataContentType()).isNull();
    assertThat(removed.getExtension(EventJson.SEQUENCE)).isNull();
  }

  @Test
  void traceContextGoesWithTheEvent() {
    CloudEvent created = structured(SampleEvents.of(EventType.ORDER_CREATED));

    assertThat((String) created.getExtension("traceparent")).startsWith("00-4bf92f3577b34da6");
    assertThat(structured(SampleEvents.of(EventType.AVAILABILITY)).getExtension("traceparent"))
        .isNull();
  }

  @Test
  void textOfAnyKindIsReadBack() throws IOException {
    String odd = "a\"b\\c\n\u0001 </script> 😀 \u2028";
    OrderEvent event =
        OrderEvent.newBuilder().setOrder(Order.newBuilder().putAttributes(odd, odd)).build();
    RecordHeaders headers = new RecordHeaders(SampleEvents.of(EventType.ORDER_CREATED).headers());
    headers.remove("ce_subject").add("ce_subject", odd.getBytes(UTF_8));

    String json =
        EventJson.cloudEvent(
            Topic.ORDERS_EVENTS, odd.getBytes(UTF_8), event.toByteArray(), headers);

    var tree = new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
    assertThat(tree.path("subject").asText()).isEqualTo(odd);
    assertThat(tree.path("partitionkey").asText()).isEqualTo(odd);
    assertThat(tree.at("/data/order/attributes").path(odd).asText()).isEqualTo(odd);
  }

  @Test
  void ofTwoHeadersOfANameTheLastOneCounts() {
    Sample sample = SampleEvents.of(EventType.AVAILABILITY);
    sample.headers().add("ce_id", "second".getBytes(UTF_8));

    assertThat(structured(sample).getId()).isEqualTo("second");
    assertThat(text(sample).split("\"id\"", -1)).hasSize(2);
  }

  @Test
  void whatIsNoEventIsPoison() {
    Sample sample = SampleEvents.of(EventType.ORDER_CREATED);
    assertThatThrownBy(
            () ->
                EventJson.cloudEvent(
                    Topic.ORDERS_EVENTS, sample.keyBytes(), new byte[] {1, 2}, sample.headers()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("orders.events.v1");
    sample.headers().remove("ce_id");
    assertThatThrownBy(() -> text(sample))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("ce_id");
    OrderEvent never =
        OrderEvent.newBuilder()
            .setOccurredAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build();
    assertThatThrownBy(() -> EventJson.data(never)).isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> EventJson.message(Topic.ORDERS_INTAKE, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orders.intake.v1");
  }

  private static String text(Sample sample) {
    return EventJson.cloudEvent(
        sample.type().topic(), sample.keyBytes(), sample.value(), sample.headers());
  }

  private static CloudEvent structured(Sample sample) {
    return new io.cloudevents.jackson.JsonFormat().deserialize(text(sample).getBytes(UTF_8));
  }
}
