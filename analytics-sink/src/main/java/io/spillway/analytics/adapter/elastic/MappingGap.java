package io.spillway.analytics.adapter.elastic;

import static io.spillway.analytics.adapter.elastic.JsonCalls.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an index from before has otherwise than a mapping of today. Pure.
 *
 * @param missing the fields it lacks, as a mapping that can be added to it; empty when there are
 *     none
 * @param different the fields that only a new index can have as they are wanted
 */
record MappingGap(ObjectNode missing, List<String> different) {
  private static final String FIELDS = "properties";

  /** Compares two mappings, each an object with {@code properties}. */
  static MappingGap between(JsonNode wanted, JsonNode present) {
    List<String> different = new ArrayList<>();
    ObjectNode missing = JSON.createObjectNode();
    compare("", wanted.path(FIELDS), present.path(FIELDS), missing, different);
    return new MappingGap(missing, List.copyOf(different));
  }

  private static void compare(
      String at, JsonNode wanted, JsonNode present, ObjectNode missing, List<String> different) {
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String name = at + field.getKey();
      JsonNode there = present.path(field.getKey());
      if (there.isMissingNode()) {
        missing.withObjectProperty(FIELDS).set(field.getKey(), field.getValue());
      } else if (field.getValue().has(FIELDS) && there.has(FIELDS)) {
        ObjectNode inner = JSON.createObjectNode();
        compare(name + ".", field.getValue().path(FIELDS), there.path(FIELDS), inner, different);
        if (!inner.isEmpty()) {
          missing.withObjectProperty(FIELDS).set(field.getKey(), inner);
        }
      } else if (!there.equals(field.getValue())) {
        different.add(name);
      }
    }
  }
}
