package io.spillway.client.core;

import java.util.List;

/**
 * Why the API refused a request (RFC 9457).
 *
 * @param status of HTTP
 * @param type stable, {@code urn:spillway:problem:…}; empty when the answer was not the API's
 * @param detail what is wrong, for people
 * @param violations every one that was found
 * @param traceId to name in a question to the operators; may be empty
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<Violation> violations,
    String traceId) {
  private static final String PREFIX = "urn:spillway:problem:";

  /** A problem; the list is copied. */
  public Problem {
    violations = List.copyOf(violations);
  }

  /** Whether it is of a kind, such as {@code invalid-order}. */
  public boolean is(String kind) {
    return type.equals(PREFIX + kind);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(status).append(' ').append(title);
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    violations.forEach(v -> text.append("; ").append(v.where()).append(' ').append(v.reason()));
    return text.toString();
  }
}
