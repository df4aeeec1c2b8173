package io.spillway.inventory.adapter.mysql;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as MySQL reads them, in UTC and to the millisecond. The rows of a batch mostly have the
 * same one, which is written once: the driver would write it for each row. Not thread-safe.
 */
final class SqlTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private @Nullable Instant last;
  private String text = "";

  String text(Instant at) {
    if (!at.equals(last)) {
      text = FORMAT.format(at);
      last = at;
    }
    return text;
  }
}
