package io.spillway.ingest.core;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context (level 1) of one request, with this service's span.
 *
 * @param traceId 32 hexadecimal digits
 * @param traceparent what the records written for this request carry
 */
public record TraceContext(String traceId, String traceparent) {
  private static final Pattern HEADER =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /** Goes on with the caller's trace, or begins one when there is none that is valid. */
  public static TraceContext of(@Nullable String header, RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    String span = hex.toHexDigits(random.nextLong() | 1);
    Matcher matcher = HEADER.matcher(header == null ? "" : header);
    if (matcher.matches()
        && !matcher.group(1).equals("ff")
        && !matcher.group(2).equals(NO_TRACE)
        && !matcher.group(3).equals(NO_SPAN)) {
      String traceId = matcher.group(2);
      return new TraceContext(traceId, "00-" + traceId + '-' + span + '-' + matcher.group(4));
    }
    String traceId = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
    return new TraceContext(traceId, "00-" + traceId + '-' + span + "-00");
  }
}
