package io.spillway.schemas.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.spillway.schemas.audit.AuditEntry.Stage;
import io.spillway.schemas.audit.AuditLink.Previous;
import io.spillway.schemas.audit.AuditLink.Seen;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one form of an entry: a JSON object in UTF-8, members in the order of {@link #unhashed},
 * those of {@code details} as they were given, no space between tokens, whole numbers, and strings
 * escaped as in RFC 8785: quote, backslash and what is below U+0020, by the short form where there
 * is one. Pure and thread-safe.
 */
final class AuditJson {
  private AuditJson() {}

  static byte[] bytes(AuditRecord record) {
    AuditLink link = record.link();
    if (link == null) {
      throw new IllegalStateException("an entry without a link is not written any more");
    }
    String text = text(record.entry(), link);
    String open = text.substring(0, text.length() - 1);
    return (open + AuditHash.MEMBER + record.hash() + "\"}").getBytes(UTF_8);
  }

  static byte[] unhashed(AuditEntry entry, AuditLink link) {
    return text(entry, link).getBytes(UTF_8);
  }

  private static String text(AuditEntry entry, AuditLink link) {
    StringBuilder out = new StringBuilder(512).append('{');
    member(out, "id", entry.id()).append(',');
    member(out, "action", entry.action()).append(',');
    member(out, "stage", entry.stage().name().toLowerCase(Locale.ROOT)).append(',');
    member(out, "who", entry.who()).append(',');
    member(out, "tenant", entry.tenant()).append(',');
    member(out, "target", entry.target()).append(',');
    member(out, "at", entry.at().toString()).append(",\"details\":{");
    String comma = "";
    for (Map.Entry<String, String> detail : entry.details().entrySet()) {
      member(out.append(comma), detail.getKey(), detail.getValue());
      comma = ",";
    }
    link(out.append("},\"chain\":{"), link);
    return out.append("}}").toString();
  }

  private static void link(StringBuilder out, AuditLink link) {
    member(out, "id", link.chain()).append(",\"sequence\":").append(link.sequence());
    Previous previous = link.previous();
    if (previous != null) {
      out.append(",\"previous\":{\"offset\":").append(previous.offset()).append(',');
      member(out, "hash", previous.hash()).append('}');
    }
    Seen seen = link.seen();
    if (seen != null) {
      out.append(",\"seen\":{\"from\":").append(seen.from());
      out.append(",\"to\":").append(seen.to()).append(',');
      member(out, "hash", seen.hash()).append('}');
    }
  }

  private static StringBuilder member(StringBuilder out, String name, String value) {
    string(out, name).append(':');
    return string(out, value);
  }

  private static StringBuilder string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"');
  }

  static AuditRecord read(byte[] value) {
    JsonObject json = object(value);
    JsonElement chain = json.get("chain");
    if (chain == null) {
      return new AuditRecord(entry(json), null, "");
    }
    AuditRecord record = new AuditRecord(entry(json), link(object(chain)), text(json, "hash"));
    // Else a member could be added, or said twice, that no hash covers.
    if (!Arrays.equals(bytes(record), value)) {
      throw new IllegalArgumentException("not in the form of an audit entry");
    }
    return record;
  }

  private static AuditEntry entry(JsonObject json) {
    Map<String, String> details = new LinkedHashMap<>();
    JsonObject given = object(json.get("details"));
    given.keySet().forEach(name -> details.put(name, text(given, name)));
    return new AuditEntry(
        text(json, "id"),
        text(json, "action"),
        stage(text(json, "stage")),
        text(json, "who"),
        // Entries of a time before chains name neither.
        json.has("tenant") ? text(json, "tenant") : AuditEntry.ALL_TENANTS,
        json.has("target") ? text(json, "target") : "-",
        instant(text(json, "at")),
        details);
  }

  private static AuditLink link(JsonObject json) {
    return new AuditLink(
        text(json, "id"),
        number(json, "sequence"),
        previous(json.get("previous")),
        seen(json.get("seen")));
  }

  private static @Nullable Previous previous(@Nullable JsonElement json) {
    if (json == null) {
      return null;
    }
    JsonObject of = object(json);
    return new Previous(number(of, "offset"), text(of, "hash"));
  }

  private static @Nullable Seen seen(@Nullable JsonElement json) {
    if (json == null) {
      return null;
    }
    JsonObject of = object(json);
    return new Seen(number(of, "from"), number(of, "to"), text(of, "hash"));
  }

  private static JsonObject object(byte[] value) {
    try {
      return object(JsonParser.parseString(new String(value, UTF_8)));
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static JsonObject object(@Nullable JsonElement json) {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException("not a JSON object where an audit entry has one");
  }

  private static Stage stage(String text) {
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.name().toLowerCase(Locale.ROOT).equals(text))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("unknown stage '" + text + "'"));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time", e);
    }
  }

  private static String text(JsonObject json, String name) {
    if (json.get(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw new IllegalArgumentException("no text under '" + name + "'");
  }

  private static long number(JsonObject json, String name) {
    if (json.get(name) instanceof JsonPrimitive value && value.isNumber()) {
      try {
        return Long.parseLong(value.getAsString());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + name + "' is no whole number", e);
      }
    }
    throw new IllegalArgumentException("no number under '" + name + "'");
  }
}
