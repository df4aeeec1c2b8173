package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.analytics.core.document.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The NDJSON of one bulk request, written document by document. Not thread-safe. */
final class BulkBody {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final ByteArrayOutputStream out;
  private int documents;

  BulkBody(int expectedBytes) {
    out = new ByteArrayOutputStream(expectedBytes);
  }

  static byte[] lines(String index, Document document) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(lines)) {
      json.writeStartObject();
      json.writeObjectFieldStart("index");
      json.writeStringField("_index", index);
      json.writeStringField("_id", document.id());
      json.writeNumberField("version", document.version());
      json.writeStringField("version_type", "external");
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
      write(json, document.fields());
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return lines.toByteArray();
  }

  void add(byte[] lines) {
    out.writeBytes(lines);
    documents++;
  }

  int documents() {
    return documents;
  }

  int sizeBytes() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case Long number -> json.writeNumber(number);
      case Instant time -> json.writeString(time.toString());
      case List<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : map.entrySet()) {
          json.writeFieldName((String) field.getKey());
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      default ->
          throw new IllegalArgumentException("a document holds no " + value.getClass().getName());
    }
  }
}
