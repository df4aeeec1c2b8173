package io.spillway.runtime.health;

import com.google.gson.JsonObject;
import java.util.Map;

/** The JSON form of a process's health. */
public final class HealthJson {
  private HealthJson() {}

  /** {@code {"status":"up","parts":{"name":{"status":"down","why":"…"}}}}. */
  public static String of(Map<String, HealthStatus> statuses) {
    JsonObject parts = new JsonObject();
    statuses.forEach((name, status) -> parts.add(name, part(status)));
    JsonObject health = status(statuses.values().stream().allMatch(HealthStatus::healthy));
    health.add("parts", parts);
    return health.toString();
  }

  private static JsonObject part(HealthStatus status) {
    JsonObject part = status(status.healthy());
    if (!status.why().isEmpty()) {
      part.addProperty("why", status.why());
    }
    return part;
  }

  private static JsonObject status(boolean up) {
    JsonObject json = new JsonObject();
    json.addProperty("status", up ? "up" : "down");
    return json;
  }
}
