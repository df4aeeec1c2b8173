package io.spillway.operate.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of what operators did. An act has two: {@code begun} before it and {@code done} or
 * {@code failed} behind it, under one id.
 *
 * @param action such as {@code replay}
 * @param who user and machine
 * @param details in the order in which people read them
 */
public record AuditEntry(
    String id, String action, Stage stage, String who, Instant at, Map<String, String> details) {
  /** How far the act has come. */
  public enum Stage {
    BEGUN,
    DONE,
    FAILED
  }

  public AuditEntry {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public AuditEntry ended(Stage outcome, Instant when, String what) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put("outcome", what);
    return new AuditEntry(id, action, outcome, who, when, more);
  }
}
