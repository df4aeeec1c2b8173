package io.spillway.schemas.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who did what to which tenant. An act that changes something has two entries under one id: {@code
 * begun} before it and {@code done} or {@code failed} behind it. What only happens, such as a read,
 * has one.
 *
 * @param id of the act
 * @param action such as {@code replay}
 * @param who user and machine, or the name of an API key; never the key
 * @param tenant whose data it concerns; {@link #ALL_TENANTS} when it is not one tenant's
 * @param target what it is done to, such as a topic or a file
 * @param details in the order in which people read them
 */
public record AuditEntry(
    String id,
    String action,
    Stage stage,
    String who,
    String tenant,
    String target,
    Instant at,
    Map<String, String> details) {
  public static final String ALL_TENANTS = "*";
  private static final String OUTCOME = "outcome";
  private static final int MAX_CHARS = 4_000;
  private static final int MAX_DETAILS = 50;

  /** How far the act has come. */
  public enum Stage {
    BEGUN,
    DONE,
    FAILED
  }

  /**
   * How an act ended.
   *
   * @param text for people; cut where it is longer than an entry takes
   */
  public record Outcome(Stage stage, String text) {
    public static Outcome done(Object text) {
      return new Outcome(Stage.DONE, String.valueOf(text));
    }

    public static Outcome failed(Object text) {
      return new Outcome(Stage.FAILED, String.valueOf(text));
    }
  }

  public AuditEntry {
    requireText("id", id);
    requireText("action", action);
    requireText("who", who);
    requireText("tenant", tenant);
    requireText("target", target);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    if (details.size() > MAX_DETAILS) {
      throw new IllegalArgumentException("an audit entry has at most " + MAX_DETAILS + " details");
    }
    details.values().forEach(AuditEntry::requireShort);
  }

  /** The entry before an act. */
  public static AuditEntry begun(
      String id,
      String action,
      String who,
      String tenant,
      String target,
      Instant at,
      Map<String, String> details) {
    return new AuditEntry(id, action, Stage.BEGUN, who, tenant, target, at, details);
  }

  /** The entry behind it, with what it came to under {@code outcome}. */
  public AuditEntry ended(Outcome outcome, Instant when) {
    Map<String, String> more = new LinkedHashMap<>(details);
    String text = outcome.text();
    more.put(OUTCOME, text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text);
    return new AuditEntry(id, action, outcome.stage(), who, tenant, target, when, more);
  }

  private static void requireText(String field, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("an audit entry without " + field);
    }
    requireShort(text);
  }

  private static void requireShort(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "a text of an audit entry has at most " + MAX_CHARS + " characters");
    }
  }
}
