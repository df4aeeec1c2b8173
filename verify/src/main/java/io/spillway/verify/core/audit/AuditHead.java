package io.spillway.verify.core.audit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of the audit topic, named so that it can be kept elsewhere and looked for later: {@code
 * OFFSET:HASH}.
 */
public record AuditHead(long offset, String hash) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static AuditHead parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not OFFSET:HASH, as audit verify prints it");
    }
    return new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  @Override
  public String toString() {
    return offset + ":" + hash;
  }
}
