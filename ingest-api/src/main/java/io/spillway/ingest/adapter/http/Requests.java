package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.Violation;
import io.spillway.ingest.core.Violations;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads what every request has beside its body. Thread-safe. */
final class Requests {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final String TRACE = "spillway.trace";

  private final RandomGenerator random;

  Requests(RandomGenerator random) {
    this.random = random;
  }

  /** The request's trace, the same at every call. */
  TraceContext trace(Context ctx) {
    TraceContext trace = ctx.attribute(TRACE);
    if (trace == null) {
      trace = TraceContext.of(ctx.req().getHeader("traceparent"), random);
      ctx.attribute(TRACE, trace);
    }
    return trace;
  }

  /** Refuses a body of a type or character set that this address does not take. */
  static void requireType(Context ctx, Set<String> types) {
    String given = ctx.req().getContentType();
    String[] parts = given == null ? new String[0] : given.split(";");
    String type = parts.length == 0 ? "" : parts[0].trim().toLowerCase(Locale.ROOT);
    String expected = String.join(" or ", types.stream().sorted().toList());
    if (!types.contains(type)) {
      throw unsupported(
          "Content-Type must be "
              + expected
              + (given == null ? "; it is missing." : ", not '" + given + "'."));
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw unsupported("The charset of Content-Type must be UTF-8, not '" + given + "'.");
      }
    }
  }

  /** The idempotency key, noted as a fault when it cannot be one; null when none is given. */
  static @Nullable String idempotencyKey(Context ctx, Violations violations) {
    List<String> keys = Collections.list(ctx.req().getHeaders(IDEMPOTENCY_KEY));
    if (keys.isEmpty()) {
      return null;
    }
    if (keys.size() > 1) {
      violations.add(
          Violation.header(IDEMPOTENCY_KEY, "must be given once, not " + keys.size() + " times"));
      return null;
    }
    String key = unquoted(keys.getFirst());
    String broken = OrderRules.brokenKey(key);
    if (broken != null) {
      violations.add(Violation.header(IDEMPOTENCY_KEY, broken));
      return null;
    }
    return key;
  }

  /** Tells the key of a request, so that the header sent back as it is means the same key. */
  static void tellKey(Context ctx, String key) {
    boolean plain = !key.startsWith("\"");
    String escaped = plain ? key : key.replace("\\", "\\\\").replace("\"", "\\\"");
    ctx.header(IDEMPOTENCY_KEY, plain ? key : '"' + escaped + '"');
  }

  /** The string inside a quoted one (RFC 9651, 4.2.5); a key that begins otherwise as it is. */
  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    StringBuilder key = new StringBuilder();
    int last = value.length() - 1;
    for (int i = 1; i < last; i++) {
      boolean escape = value.charAt(i) == '\\';
      if (escape) {
        i++;
      }
      boolean special = value.charAt(i) == '"' || value.charAt(i) == '\\';
      if (escape != special || i == last) {
        throw misquoted();
      }
      key.append(value.charAt(i));
    }
    if (last == 0 || value.charAt(last) != '"') {
      throw misquoted();
    }
    return key.toString();
  }

  private static RefusalException misquoted() {
    String reason =
        "begins with '\"' and must end with one; inside, only \\\" and \\\\ are escapes";
    return new RefusalException(
        Problem.of(ProblemType.INVALID_PARAMETER, Violation.header(IDEMPOTENCY_KEY, reason)));
  }

  /** A refusal of a path or query parameter. */
  static RefusalException badParameter(String name, String reason) {
    return new RefusalException(
        Problem.of(ProblemType.INVALID_PARAMETER, Violation.parameter(name, reason)));
  }

  /** A refusal of a header. */
  static RefusalException badHeader(String name, String reason) {
    return new RefusalException(
        Problem.of(ProblemType.INVALID_PARAMETER, Violation.header(name, reason)));
  }

  private static RefusalException unsupported(String detail) {
    return new RefusalException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail));
  }
}
