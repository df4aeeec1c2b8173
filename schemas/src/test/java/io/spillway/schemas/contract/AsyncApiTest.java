package io.spillway.schemas.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.spillway.schemas.contract.SampleEvents.Sample;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.events.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** {@code asyncapi.yaml} is made from the code, sound by AsyncAPI's own schema, and true. */
class AsyncApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private static final AsyncApiDocument DOCUMENT = new AsyncApiDocument(ProtoComments.ofTheBuild());

  @Test
  void isWhatTheCodeSays() throws IOException {
    Generated.assertUpToDate("asyncapi.yaml", DOCUMENT.yaml());
  }

  @Test
  void isSoundByTheSchemaOfAsyncApi() throws IOException {
    Schema official = REGISTRY.getSchema(resource("asyncapi-3.0.0.json"));

    assertThat(official.validate(document())).isEmpty();

    ObjectNode broken = document();
    ((ObjectNode) broken.at("/operations/sendOrdersEvents")).put("action", "publish");
    assertThat(official.validate(broken)).as("the schema that finds nothing").isNotEmpty();
  }

  @Test
  void everyReferenceResolves() throws IOException {
    JsonNode document = document();

    List<String> references = document.findValuesAsText("$ref");

    assertThat(references).hasSizeGreaterThan(30);
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void everyPublicTopicAndTypeIsThere() throws IOException {
    JsonNode document = document();

    assertThat(document.path("channels")).hasSameSizeAs(AsyncApiDocument.topics());
    assertThat(document.at("/components/messages").findValuesAsText("name"))
        .containsAll(Arrays.stream(EventType.values()).map(EventType::type).toList());
    assertThat(SampleEvents.all())
        .allSatisfy(
            sample ->
                assertThat(new String(sample.headers().lastHeader("ce_type").value(), UTF_8))
                    .isEqualTo(sample.type().type()));
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void whatTheCodecWritesFitsItsSchema(EventType type) throws IOException {
    Sample sample = SampleEvents.of(type);
    JsonNode written =
        sample.message() == null
            ? JSON.nullNode()
            : JSON.readTree(EventJson.data(sample.message()));

    assertThat(errors(type, "payload", written)).isEmpty();
    assertThat(errors(type, "headers", headers(sample))).isEmpty();
  }

  @Test
  void noticesWhatDoesNotFit() throws IOException {
    ObjectNode event = written(EventType.ORDER_CONFIRMED);
    assertThat(errors(EventType.ORDER_CANCELLED, "payload", event))
        .as("an event of another type")
        .isNotEmpty();
    assertThat(errors(EventType.ORDER_CONFIRMED, "payload", event.deepCopy().put("version", 3)))
        .as("a 64-bit integer as a number")
        .isNotEmpty();
    assertThat(errors(EventType.ORDER_CONFIRMED, "payload", event.deepCopy().put("status", "GONE")))
        .isNotEmpty();
    ObjectNode without = event.deepCopy();
    without.remove("keptAmount");
    assertThat(errors(EventType.ORDER_CONFIRMED, "payload", without)).isNotEmpty();
    ObjectNode headers = headers(SampleEvents.of(EventType.ORDER_CONFIRMED));
    assertThat(errors(EventType.AVAILABILITY, "headers", headers)).isNotEmpty();
    headers.remove("ce_id");
    assertThat(errors(EventType.ORDER_CONFIRMED, "headers", headers)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void aStructuredEventFitsTheSchemaOfCloudEvents(EventType type) throws IOException {
    Sample sample = SampleEvents.of(type);
    String event =
        EventJson.cloudEvent(type.topic(), sample.keyBytes(), sample.value(), sample.headers());

    Schema official = REGISTRY.getSchema(resource("cloudevents-1.0.json"));
    assertThat(official.validate(JSON.readTree(event))).isEmpty();
  }

  @Test
  void everyPublicFieldIsDescribed() {
    var _ = DOCUMENT.yaml();
    assertThat(DOCUMENT.schemas().schemas())
        .allSatisfy(
            (name, schema) -> {
              assertThat(schema.get("description")).as(name).isNotNull();
              if (schema.get("properties") instanceof java.util.Map<?, ?> properties) {
                properties.forEach(
                    (field, described) ->
                        assertThat(((java.util.Map<?, ?>) described).get("description"))
                            .as(name + "." + field)
                            .isNotNull());
              }
            });
  }

  @Test
  void nothingButTheMessagesOfPublicTopicsIsTold() {
    assertThat(DOCUMENT.yaml()).doesNotContain("SagaRecord", "SubmitOrder", "ReserveLines");
    assertThat(
            Stream.of(EventType.values())
                .map(EventType::topic)
                .map(EventType::example)
                .map(Message::getDescriptorForType)
                .map(Descriptor::getName))
        .containsOnly("OrderEvent", "Availability");
  }

  private static ObjectNode written(EventType type) throws IOException {
    return (ObjectNode) JSON.readTree(EventJson.data(SampleEvents.of(type).message()));
  }

  private static ObjectNode headers(Sample sample) {
    ObjectNode headers = JSON.createObjectNode();
    sample
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }

  /** By the schema in the document, as a subscriber would check. */
  private static List<Error> errors(EventType type, String part, JsonNode value)
      throws IOException {
    ObjectNode schema = document();
    schema.put("$ref", "#/components/messages/" + AsyncApiDocument.name(type) + '/' + part);
    return REGISTRY
        .getSchema(schema)
        .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
  }

  private static ObjectNode document() {
    return JSON.valueToTree(new Yaml().load(DOCUMENT.yaml()));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        AsyncApiTest.class.getResourceAsStream("/asyncapi/" + name), name);
  }
}
