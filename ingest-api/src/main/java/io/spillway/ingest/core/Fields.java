package io.spillway.ingest.core;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object, noting each that is missing, unknown, of another type or
 * out of range. A reader answers null once it has noted a fault.
 */
final class Fields {
  /** A longer text is not repeated in a refusal. */
  private static final int SHOWN = 40;

  private final Map<String, Json> members;
  private final String pointer;
  private final Violations violations;

  private Fields(Map<String, Json> members, String pointer, Violations violations) {
    this.members = members;
    this.pointer = pointer;
    this.violations = violations;
  }

  /** The members of a value that must be an object of known names only; null if it is none. */
  static @Nullable Fields of(Json value, String pointer, Set<String> known, Violations violations) {
    if (!(value instanceof Json.Obj(Map<String, Json> members))) {
      violations.at(pointer, "must be an object, not " + value.kind());
      return null;
    }
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        violations.at(child(pointer, name), "is not a known field");
      }
    }
    return new Fields(members, pointer, violations);
  }

  /** A member's pointer, escaped as RFC 6901 says. */
  static String child(String pointer, String name) {
    return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  String pointer(String name) {
    return child(pointer, name);
  }

  @Nullable Json optional(String name) {
    return members.get(name);
  }

  @Nullable Json required(String name) {
    Json value = members.get(name);
    if (value == null) {
      violations.at(pointer(name), "is required");
    }
    return value;
  }

  @Nullable String text(String name, TextRule rule) {
    Json value = required(name);
    return value == null ? null : text(value, pointer(name), rule, violations);
  }

  /** A member that may be absent where there is something to take instead. */
  @Nullable String textOr(String name, TextRule rule, @Nullable String absent) {
    Json value = absent == null ? required(name) : members.get(name);
    return value == null ? absent : text(value, pointer(name), rule, violations);
  }

  /** A member that may be absent; null then, and once a fault was noted. */
  @Nullable String textOrNone(String name, TextRule rule) {
    Json value = members.get(name);
    return value == null ? null : text(value, pointer(name), rule, violations);
  }

  @Nullable Long whole(String name, long min, long max) {
    Json value = required(name);
    return value == null ? null : whole(value, pointer(name), min, max, violations);
  }

  /** A member that may be absent; null then, and once a fault was noted. */
  @Nullable Long wholeOrNone(String name, long min, long max) {
    Json value = members.get(name);
    return value == null ? null : whole(value, pointer(name), min, max, violations);
  }

  /** A member that may be absent, which means false. */
  boolean flag(String name) {
    Json value = members.get(name);
    if (value instanceof Json.Flag(boolean flag)) {
      return flag;
    }
    if (value != null) {
      violations.at(pointer(name), "must be true or false, not " + value.kind());
    }
    return false;
  }

  @Nullable Duration duration(String name, DurationRule rule) {
    Json value = required(name);
    return value == null ? null : duration(value, pointer(name), rule);
  }

  /** A member that may be absent; null then, and once a fault was noted. */
  @Nullable Duration durationOrNone(String name, DurationRule rule) {
    Json value = members.get(name);
    return value == null ? null : duration(value, pointer(name), rule);
  }

  private @Nullable Duration duration(Json value, String at, DurationRule rule) {
    Duration duration = value instanceof Json.Text(String text) ? rule.read(text) : null;
    if (duration == null) {
      String found =
          value instanceof Json.Text(String text)
              ? (text.length() > SHOWN ? "" : ", not '" + text + "'")
              : ", not " + value.kind();
      violations.at(at, rule.expected() + found);
    }
    return duration;
  }

  static @Nullable String text(Json value, String pointer, TextRule rule, Violations violations) {
    if (!(value instanceof Json.Text(String text))) {
      violations.at(pointer, "must be a string, not " + value.kind());
      return null;
    }
    String broken = rule.broken(text);
    if (broken != null) {
      violations.at(pointer, broken);
      return null;
    }
    return text;
  }

  private static @Nullable Long whole(
      Json value, String pointer, long min, long max, Violations violations) {
    String expected = "must be a whole number from " + min + " to " + max;
    switch (value) {
      case Json.Whole(long number) -> {
        if (number >= min && number <= max) {
          return number;
        }
        violations.at(pointer, expected + ", not " + number);
      }
      default -> violations.at(pointer, expected + ", not " + value.kind());
    }
    return null;
  }
}
