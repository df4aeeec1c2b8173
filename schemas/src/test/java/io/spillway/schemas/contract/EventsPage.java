package io.spillway.schemas.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.spillway.schemas.contract.SampleEvents.Sample;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.events.EventType;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/** The public topics as a page for people: one file, no script, nothing loaded. */
final class EventsPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Spillway events</title>
      <!-- Written by EventsPageTest from the code; run it with -Dspillway.regenerate=true. -->
      <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 1.6rem 0 .3rem; }
        pre { overflow-x: auto; padding: .8rem; border: 1px solid #8886; border-radius: .4rem; max-height: 32rem; }
        code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; } tr { border-top: 1px solid #8883; }
        th, td { padding: .3rem .8rem .3rem 0; vertical-align: top; text-align: left; }
        td:first-child { width: 12rem; } table.fields td:nth-child(2) { width: 12rem; }
        table.types td:first-child { width: 25rem; }
        @media (max-width: 42rem) { table td:nth-child(n) { display: block; width: auto; padding-bottom: 0; } }
      </style>
      </head>
      <body>
      <h1>Spillway events</h1>
      <p>What Spillway publishes to other teams on Kafka. The same for machines:
      <a href="/asyncapi.yaml">/asyncapi.yaml</a>, with the .proto files that readers compile.
      The API is described at <a href="/docs">/docs</a>.</p>
      <p>Values are protobuf messages. The tables have the names and types of their JSON form, which is the
      <code>data</code> of a structured CloudEvent. A field is always there, also when it is 0, empty or false, unless it is
      marked <em>optional</em>.</p>
      <p>New event types, fields and values may come any time: ignore what you do not know. Nothing is renamed,
      retyped or removed; that would be a new topic.</p>
      """;

  private final ProtoComments comments;
  private final AsyncApiDocument document;
  private final StringBuilder html = new StringBuilder(HEAD);

  private EventsPage(ProtoComments comments) {
    this.comments = comments;
    this.document = new AsyncApiDocument(comments);
    var _ = document.tree(); // fills the schemas
  }

  static String of(ProtoComments comments) {
    EventsPage page = new EventsPage(comments);
    AsyncApiDocument.topics().forEach(page::topic);
    page.headers();
    return page.html.append("</body>\n</html>\n").toString();
  }

  private void topic(Topic topic) {
    TopicText text = TopicText.of(topic);
    html.append("\n<h2 id=\"").append(topic.topicName()).append("\">");
    html.append(text(text.title())).append(": <code>");
    html.append(topic.topicName()).append("</code></h2>\n");
    html.append("<p>").append(text(text.summary())).append("</p>\n");
    html.append("<table>\n");
    row("Key", text(text.key()));
    row("Partitions", Partitioning.DEFAULT.partitions(topic) + ", unless a deployment has others");
    row("Kept", kept(topic));
    html.append("</table>\n<h3>What you can rely on</h3>\n<ul>\n");
    text.guarantees().forEach(each -> html.append("<li>").append(text(each)).append("</li>\n"));
    html.append("</ul>\n<h3>Events, by <code>ce_type</code></h3>\n<table class=\"types\">\n");
    for (EventType type : AsyncApiDocument.types(topic)) {
      row(code(type.type()), text(document.summary(SampleEvents.of(type))));
    }
    html.append("</table>\n");
    Message message = EventType.example(topic);
    Set<String> names = new LinkedHashSet<>();
    collect(message.getDescriptorForType(), names);
    names.forEach(this::schema);
    example(SampleEvents.of(AsyncApiDocument.types(topic).getFirst()));
    html.append("<details><summary>").append(code(message.getDescriptorForType().getName()));
    html.append(" as protobuf</summary>\n<pre><code>");
    html.append(escaped(ProtoText.of(message.getDescriptorForType(), comments)));
    html.append("</code></pre></details>\n");
  }

  private static String kept(Topic topic) {
    return topic.retention() == null
        ? "Compacted: the newest record of each key, for good"
        : topic.retention().toDays() + " days";
  }

  /** Messages before what they are made of; those without fields are told by the types. */
  private static void collect(Descriptor message, Set<String> names) {
    if (message.getFields().isEmpty() || !names.add(message.getName())) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      if (field.getType() == FieldDescriptor.Type.ENUM) {
        names.add(field.getEnumType().getName());
      } else if (field.getType() == FieldDescriptor.Type.MESSAGE
          && !field.isMapField()
          && !field.getMessageType().getFile().getPackage().startsWith("google.")) {
        collect(field.getMessageType(), names);
      }
    }
  }

  private void schema(String name) {
    Map<String, Object> schema = document.schemas().schemas().get(name);
    String[] lines = schema.get("description").toString().split("\n- ");
    html.append("<h3 id=\"").append(name).append("\">").append(name).append("</h3>\n<p>");
    html.append(text(lines[0])).append("</p>\n");
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      html.append("<table class=\"fields\">\n");
      List<?> required = (List<?>) schema.getOrDefault("required", List.of());
      properties.forEach((field, described) -> field(field, (Map<?, ?>) described, required));
    } else {
      html.append("<table>\n");
      for (int i = 1; i < lines.length; i++) {
        String[] value = lines[i].split(": ", 2);
        row(code(value[0]), text(value[1]));
      }
    }
    html.append("</table>\n");
  }

  private void field(Object name, Map<?, ?> schema, List<?> required) {
    String presence =
        schema.containsKey("x-oneof") ? " <em>one of these</em>" : " <em>optional</em>";
    row(
        code(name.toString()),
        type(schema) + (required.contains(name) ? "" : presence),
        text(schema.get("description").toString()));
  }

  private String type(Map<?, ?> schema) {
    if (schema.get("allOf") instanceof List<?> all) {
      return type((Map<?, ?>) all.getFirst());
    }
    if (schema.get("$ref") instanceof String reference) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      Map<String, Object> named = document.schemas().schemas().get(name);
      if (named.get("properties") instanceof Map<?, ?> properties && properties.isEmpty()) {
        return "object without fields";
      }
      return "<a href=\"#" + name + "\">" + name + "</a>";
    }
    return switch (schema.get("type").toString()) {
      case "array" -> "list of " + type((Map<?, ?>) schema.get("items"));
      case "object" -> "map to " + type((Map<?, ?>) schema.get("additionalProperties"));
      case "string" ->
          switch (String.valueOf(schema.get("format"))) {
            case "int64" -> "64-bit integer as text";
            case "date-time" -> "time, RFC 3339";
            default ->
                schema.containsKey("pattern") ? "duration, such as <code>900s</code>" : "text";
          };
      default -> schema.get("type").toString();
    };
  }

  private void example(Sample sample) {
    String event =
        EventJson.cloudEvent(
            sample.type().topic(), sample.keyBytes(), sample.value(), sample.headers());
    html.append("<details><summary>").append(code(AsyncApiDocument.name(sample.type())));
    html.append(" as a structured CloudEvent</summary>\n<pre><code>");
    html.append(
        escaped(
            new GsonBuilder().setPrettyPrinting().create().toJson(JsonParser.parseString(event))));
    html.append("</code></pre></details>\n");
  }

  private void headers() {
    html.append(
        """

        <h2 id="headers">Headers</h2>
        <p>CloudEvents 1.0 in Kafka's binary mode. A structured CloudEvent has the same attributes and also
        <code>partitionkey</code>, the record's key, and <code>keysequence</code>, the version as text, which orders the
        events of one key.</p>
        <table>
        """);
    for (Header header : SampleEvents.of(EventType.ORDER_CREATED).headers()) {
      row(
          code(header.key()),
          text(HeaderSchemas.schema(header.key()).get("description").toString())
              + "<br>"
              + code(new String(header.value(), UTF_8)));
    }
    html.append("</table>\n");
  }

  private void row(String... cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(cell).append("</td>");
    }
    html.append("</tr>\n");
  }

  /** Words in backticks are code. */
  private static String text(String text) {
    return escaped(text).replaceAll("`([^`]+)`", "<code>$1</code>");
  }

  private static String code(String text) {
    return "<code>" + escaped(text) + "</code>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
