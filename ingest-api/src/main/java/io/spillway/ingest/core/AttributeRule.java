package io.spillway.ingest.core;

import io.spillway.schemas.privacy.SealedText;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the member {@code attributes} must be like: texts by name, so many at most; may be absent.
 */
record AttributeRule(int maxMembers) {
  private static final TextRule NAME = TextRule.name(OrderLimits.ATTRIBUTE_NAME_LENGTH);
  private static final TextRule VALUE = TextRule.value(OrderLimits.ATTRIBUTE_VALUE_LENGTH);

  SortedMap<String, String> read(Fields fields, Violations violations) {
    SortedMap<String, String> attributes = new TreeMap<>();
    Json value = fields.optional("attributes");
    if (value == null) {
      return attributes;
    }
    String pointer = fields.pointer("attributes");
    if (!(value instanceof Json.Obj(Map<String, Json> members))) {
      violations.at(pointer, "must be an object, not " + value.kind());
      return attributes;
    }
    if (members.size() > maxMembers) {
      violations.at(pointer, "must have at most " + maxMembers + " members, not " + members.size());
      return attributes;
    }
    members.forEach(
        (name, member) -> {
          String at = Fields.child(pointer, name);
          String broken = NAME.broken(name);
          if (broken != null) {
            violations.at(at, "the name " + broken);
          }
          String text = Fields.text(member, at, VALUE, violations);
          if (text != null && SealedText.is(text)) {
            violations.at(
                at, "must not begin with " + SealedText.PREFIX + ", as encrypted values do");
          }
          attributes.put(name, Objects.requireNonNullElse(text, ""));
        });
    return attributes;
  }
}
