package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What every saved object has; Kibana brings older versions of its format up to its own. */
final class SavedObject {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CORE_VERSION = "8.8.0";

  private SavedObject() {}

  /**
   * An object without attributes and references yet.
   *
   * @param typeVersion of the type's format that the attributes are written in
   */
  static ObjectNode of(String type, String id, String typeVersion) {
    return JSON.createObjectNode()
        .put("type", type)
        .put("id", id)
        .put("coreMigrationVersion", CORE_VERSION)
        .put("typeMigrationVersion", typeVersion)
        .put("managed", false);
  }

  /** Adds a reference to another object. */
  static void refer(ObjectNode from, String name, String type, String id) {
    from.withArray("/references").addObject().put("name", name).put("type", type).put("id", id);
  }
}
