package io.spillway.operate.core;

import java.util.Locale;
import java.util.regex.Pattern;

/** Causes of dead letters, made comparable. Pure. */
final class CauseText {
  private static final int MAX_CHARS = 160;
  private static final Pattern UUID =
      Pattern.compile("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");
  private static final Pattern TIME =
      Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern HEX = Pattern.compile("\\b(0x)?(?=[a-f]*\\d)[0-9a-fA-F]{12,}\\b");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+([.,_]\\d+)*(?!\\w)");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private CauseText() {}

  /** Ids, times, quoted text and numbers replaced; one line of at most 160 characters. */
  static String normalised(String cause) {
    String text = UUID.matcher(cause).replaceAll("<id>");
    text = TIME.matcher(text).replaceAll("<time>");
    text = QUOTED.matcher(text).replaceAll("<text>");
    text = HEX.matcher(text).replaceAll("<id>");
    text = NUMBER.matcher(text).replaceAll("<n>");
    text = SPACE.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
  }

  /** Whether the raw or the normalised cause contains a text, in any case. */
  static boolean contains(String cause, String wanted) {
    String text = wanted.toLowerCase(Locale.ROOT);
    return cause.toLowerCase(Locale.ROOT).contains(text)
        || normalised(cause).toLowerCase(Locale.ROOT).contains(text);
  }
}
