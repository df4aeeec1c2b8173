package io.spillway.ingest.core;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an ISO 8601 duration must be like: days, hours, minutes and seconds, up to milliseconds;
 * never negative, and no months, whose length nobody knows.
 */
public record DurationRule(Duration min, Duration max) {
  // Few digits each, so that no sum overflows.
  private static final Pattern FORM =
      Pattern.compile(
          "P(?=[0-9T])([0-9]{1,5}D)?"
              + "(T(?=[0-9])([0-9]{1,7}H)?([0-9]{1,9}M)?([0-9]{1,9}([.][0-9]{1,3})?S)?)?");

  /** The duration, or null when the text breaks the rule. */
  public @Nullable Duration read(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    Duration duration = Duration.parse(text);
    return duration.compareTo(min) < 0 || duration.compareTo(max) > 0 ? null : duration;
  }

  /** What is expected, for a refusal. */
  public String expected() {
    return "must be an ISO 8601 duration from "
        + min
        + " to "
        + max
        + ", such as PT"
        + Math.min(5, max.toSeconds())
        + "S";
  }
}
