package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The types of an alias's fields, by their whole names, as its mapping has them. */
final class MappedTypes {
  private MappedTypes() {}

  static Map<String, String> of(String alias) throws IOException {
    String resource = "/io/spillway/schemas/documents/" + alias + ".json";
    try (InputStream in = MappedTypes.class.getResourceAsStream(resource)) {
      Map<String, String> types = new HashMap<>();
      collect("", new JsonMapper().readTree(Objects.requireNonNull(in, resource)), types);
      return types;
    }
  }

  private static void collect(String prefix, JsonNode mapping, Map<String, String> types) {
    mapping
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              types.put(name, field.getValue().path("type").asText("object"));
              collect(name + ".", field.getValue(), types);
            });
  }
}
