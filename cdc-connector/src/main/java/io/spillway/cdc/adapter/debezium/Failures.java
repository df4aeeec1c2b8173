package io.spillway.cdc.adapter.debezium;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in one line what made an engine end, and the innermost cause of that. */
final class Failures {
  private static final int MAX_CHARS = 500;
  private static final int MAX_DEPTH = 20;

  private Failures() {}

  static String text(@Nullable String message, @Nullable Throwable error) {
    Set<String> parts = new LinkedHashSet<>();
    Throwable root = error;
    for (int i = 0; root != null && root.getCause() != null && i < MAX_DEPTH; i++) {
      root = root.getCause();
    }
    if (root == null || (error != null && error.getMessage() != null)) {
      parts.add(error == null ? String.valueOf(message) : String.valueOf(error.getMessage()));
    }
    if (root != null && root != error) {
      parts.add(root.toString());
    }
    if (parts.isEmpty()) {
      parts.add(String.valueOf(root));
    }
    String text = String.join("; ", parts).replaceAll("\\s+", " ");
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }
}
