package io.spillway.schemas.contract;

import static io.spillway.schemas.contract.JsonSchemas.map;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.spillway.schemas.contract.SampleEvents.Sample;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.events.EventType;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The AsyncAPI 3.0 document of the public topics. It describes Spillway, which sends; whoever
 * subscribes receives.
 */
final class AsyncApiDocument {
  private static final String BINDING = "0.5.0";
  private static final String PROTOBUF = "application/vnd.google.protobuf;version=3";

  private final ProtoComments comments;
  private final JsonSchemas schemas;

  AsyncApiDocument(ProtoComments comments) {
    this.comments = comments;
    this.schemas = new JsonSchemas(comments);
  }

  static List<Topic> topics() {
    return Arrays.stream(Topic.values()).filter(Topic::isPublic).toList();
  }

  static List<EventType> types(Topic topic) {
    return Arrays.stream(EventType.values()).filter(type -> type.topic() == topic).toList();
  }

  String yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    return "# Written by AsyncApiTest from the code; run it with -Dspillway.regenerate=true.\n"
        + new Yaml(options).dump(tree());
  }

  Map<String, Object> tree() {
    Map<String, Object> channels = new LinkedHashMap<>();
    Map<String, Object> operations = new LinkedHashMap<>();
    for (Topic topic : topics()) {
      channels.put(id(topic), channel(topic));
      operations.put("send" + capital(id(topic)), operation(topic));
    }
    return map(
        "asyncapi",
        "3.0.0",
        "info",
        info(),
        "defaultContentType",
        "application/protobuf",
        "servers",
        map("kafka", server()),
        "channels",
        channels,
        "operations",
        operations,
        "components",
        components());
  }

  private static Map<String, Object> info() {
    return map(
        "title",
        "Spillway events",
        "version",
        "1",
        "description",
        """
        What Spillway publishes to other teams, on Kafka.

        Values are protobuf messages; the part of the .proto files that they need is under
        `components/schemas`, as `….proto`. The JSON schemas describe the same messages in the
        proto3 JSON form, with all fields: a 64-bit integer is text, a time is RFC 3339, and a field
        without presence is always there, also when it is 0, empty or false.
        Of the fields with the same `x-oneof` one is there.

        Headers are CloudEvents 1.0 in binary mode. A structured CloudEvent
        (`application/cloudevents+json`) has the same attributes and also `partitionkey`, the
        record's key, and `keysequence`, the version as text, which orders the events of one key.

        `x-personal` marks what stands for a person without naming one (`PSEUDONYM`), and maps some
        of whose values may name one (`PERSONAL_BY_NAME`): those are encrypted where a deployment
        says so.

        New event types, fields and enum values come without a new version of a topic; readers
        ignore what they do not know. Nothing is renamed, retyped or removed: that is a new topic.
        """);
  }

  private static Map<String, Object> server() {
    return map(
        "host",
        "{bootstrap}",
        "protocol",
        "kafka-secure",
        "description",
        "The deployment's brokers. A team's account, and the file of its client, come from"
            + " `./spillway access apply`; its consumer groups begin with its name. A stack that is"
            + " not secured has protocol `kafka` and no accounts.",
        "variables",
        map("bootstrap", map("description", "Host and port of a broker.")),
        "security",
        List.of(map("$ref", "#/components/securitySchemes/account")));
  }

  private Map<String, Object> channel(Topic topic) {
    TopicText text = TopicText.of(topic);
    Map<String, Object> messages = new LinkedHashMap<>();
    for (EventType type : types(topic)) {
      messages.put(name(type), map("$ref", "#/components/messages/" + name(type)));
    }
    return map(
        "address",
        topic.topicName(),
        "title",
        text.title(),
        "summary",
        text.summary(),
        "description",
        String.join("\n", text.guarantees().stream().map(each -> "- " + each).toList()) + "\n",
        "messages",
        messages,
        "bindings",
        map(
            "kafka",
            map(
                "topic",
                topic.topicName(),
                "partitions",
                Partitioning.DEFAULT.partitions(topic),
                "topicConfiguration",
                configuration(topic),
                "bindingVersion",
                BINDING)));
  }

  private static Map<String, Object> configuration(Topic topic) {
    if (topic.retention() == null) {
      return map("cleanup.policy", List.of("compact"));
    }
    return map("cleanup.policy", List.of("delete"), "retention.ms", topic.retention().toMillis());
  }

  private static Map<String, Object> operation(Topic topic) {
    List<Object> messages = new ArrayList<>();
    for (EventType type : types(topic)) {
      messages.add(map("$ref", "#/channels/" + id(topic) + "/messages/" + name(type)));
    }
    return map(
        "action",
        "send",
        "channel",
        map("$ref", "#/channels/" + id(topic)),
        "summary",
        TopicText.of(topic).summary(),
        "messages",
        messages);
  }

  private Map<String, Object> components() {
    Map<String, Object> messages = new LinkedHashMap<>();
    for (Sample sample : SampleEvents.all()) {
      messages.put(name(sample.type()), message(sample));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("CloudEventHeaders", HeaderSchemas.common(SampleEvents.of(EventType.ORDER_CREATED)));
    all.putAll(schemas.schemas());
    for (Topic topic : topics()) {
      Message example = EventType.example(topic);
      all.put(
          example.getDescriptorForType().getName() + ".proto",
          map(
              "schemaFormat",
              PROTOBUF,
              "schema",
              ProtoText.of(example.getDescriptorForType(), comments)));
    }
    return map(
        "messages",
        messages,
        "schemas",
        all,
        "securitySchemes",
        map("account", map("type", "scramSha512", "description", "Over TLS.")));
  }

  private Map<String, Object> message(Sample sample) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("name", sample.type().type());
    message.put("title", name(sample.type()));
    message.put("summary", summary(sample));
    message.put("contentType", "application/protobuf");
    message.put("headers", HeaderSchemas.of(sample.type()));
    message.put("payload", payload(sample));
    message.put(
        "bindings",
        map(
            "kafka",
            map(
                "key",
                map("type", "string", "description", TopicText.of(sample.type().topic()).key()),
                "bindingVersion",
                BINDING)));
    message.put("examples", List.of(example(sample)));
    if (sample.message() != null) {
      message.put("x-protobuf-message", sample.message().getDescriptorForType().getFullName());
    }
    return message;
  }

  String summary(Sample sample) {
    return switch (sample.message()) {
      case null -> "The SKU is gone; the record has no value.";
      case OrderEvent event -> {
        var change =
            OrderEvent.getDescriptor().findFieldByNumber(event.getChangeCase().getNumber());
        yield schemas.description(change.getMessageType().getFullName());
      }
      default -> schemas.description(sample.message().getDescriptorForType().getFullName());
    };
  }

  private Map<String, Object> payload(Sample sample) {
    return switch (sample.message()) {
      case null -> map("type", "null");
      case OrderEvent event ->
          map(
              "allOf",
              List.of(
                  schemas.reference(event.getDescriptorForType()),
                  map(
                      "required",
                      List.of(
                          OrderEvent.getDescriptor()
                              .findFieldByNumber(event.getChangeCase().getNumber())
                              .getJsonName()))));
      default -> schemas.reference(sample.message().getDescriptorForType());
    };
  }

  private static Map<String, Object> example(Sample sample) {
    Map<String, Object> headers = new LinkedHashMap<>();
    for (Header header : sample.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    Map<String, Object> example = map("name", name(sample.type()), "headers", headers);
    if (sample.message() != null) {
      example.put("payload", tree(EventJson.data(sample.message())));
    }
    return example;
  }

  private static Map<?, ?> tree(String json) {
    try {
      return new ObjectMapper().readValue(json, LinkedHashMap.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the codec wrote what is not JSON: " + json, e);
    }
  }

  /** {@code ordersEvents} for {@code ORDERS_EVENTS}. */
  static String id(Topic topic) {
    StringBuilder id = new StringBuilder();
    for (String word : topic.name().toLowerCase(Locale.ROOT).split("_")) {
      id.append(id.isEmpty() ? word : capital(word));
    }
    return id.toString();
  }

  /** The last part of the type. */
  static String name(EventType type) {
    return type.type().substring(type.type().lastIndexOf('.') + 1);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  JsonSchemas schemas() {
    return schemas;
  }
}
