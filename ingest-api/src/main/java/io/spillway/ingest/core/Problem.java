package io.spillway.ingest.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused, as RFC 9457 tells it.
 *
 * @param detail this occurrence, for a person
 * @param errors each fault by its place; empty when the type says it all
 * @param errorCount faults found, which may be more than {@code errors} spells out
 * @param retryAfter when the same request may succeed; null when it never will
 */
public record Problem(
    ProblemType type,
    String detail,
    List<Violation> errors,
    int errorCount,
    @Nullable Duration retryAfter) {
  public Problem {
    errors = List.copyOf(errors);
  }

  /** A refusal that needs no list. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, List.of(), 0, null);
  }

  /** A refusal for one fault. */
  public static Problem of(ProblemType type, Violation violation) {
    // The pointer of the whole body is empty.
    String what = violation.name().isEmpty() ? "The JSON text" : violation.name();
    return new Problem(type, what + ' ' + violation.reason() + '.', List.of(violation), 1, null);
  }

  /** A refusal for every fault found. */
  public static Problem of(ProblemType type, Violations violations) {
    int total = violations.total();
    return new Problem(
        type,
        "The request breaks " + total + (total == 1 ? " rule" : " rules") + "; see errors.",
        violations.kept(),
        total,
        null);
  }

  /** A refusal for now. */
  public static Problem retry(ProblemType type, String detail, Duration retryAfter) {
    return new Problem(type, detail, List.of(), 0, retryAfter);
  }
}
