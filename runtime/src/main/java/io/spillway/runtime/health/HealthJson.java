package io.spillway.runtime.health;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON form of a process's health. */
public final class HealthJson {
  private HealthJson() {}

  /** {@code {"status":"up","parts":{"name":{"status":"down","why":"…"}}}}. */
  public static String of(Map<String, HealthStatus> statuses) {
    boolean up = statuses.values().stream().allMatch(HealthStatus::healthy);
    String parts =
        statuses.entrySet().stream()
            .map(e -> quote(e.getKey()) + ":" + part(e.getValue()))
            .collect(Collectors.joining(","));
    return "{\"status\":" + word(up) + ",\"parts\":{" + parts + "}}";
  }

  private static String part(HealthStatus status) {
    String why = status.why().isEmpty() ? "" : ",\"why\":" + quote(status.why());
    return "{\"status\":" + word(status.healthy()) + why + "}";
  }

  private static String word(boolean up) {
    return up ? "\"up\"" : "\"down\"";
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
