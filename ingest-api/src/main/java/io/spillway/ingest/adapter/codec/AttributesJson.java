package io.spillway.ingest.adapter.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes as the JSON object that columns and rows carry. */
public final class AttributesJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  private AttributesJson() {}

  /** The object, its members in the order of their names. */
  public static String text(SortedMap<String, String> attributes) {
    try {
      return JSON.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("texts can be written as JSON", e);
    }
  }

  /**
   * Reads an object of texts.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SortedMap<String, String> read(String json) {
    try {
      SortedMap<String, String> attributes = JSON.readValue(json, TEXTS);
      if (attributes == null || attributes.containsValue(null)) {
        throw new IllegalArgumentException("the attributes are null or hold a null");
      }
      return attributes;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the attributes are not a JSON object of strings", e);
    }
  }
}
