package io.spillway.ingest.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1): any version that there
 * is, or one of these.
 */
public record EntityTags(boolean any, List<Tag> tags) {
  /** What is expected, for a refusal. */
  public static final String EXPECTED =
      "must be * or a comma-separated list of entity tags such as \"3\"";

  // 8.8.3: printable ASCII without the quote.
  private static final Pattern TAG = Pattern.compile("(W/)?\"([!#-~]*)\"");

  /** One entity tag. */
  public record Tag(boolean weak, String opaque) {}

  public EntityTags {
    tags = List.copyOf(tags);
  }

  /** The strong entity tag of a version. */
  public static String of(long version) {
    return "\"" + version + '"';
  }

  /** Reads a header; null when it is not one. */
  public static @Nullable EntityTags read(String header) {
    if (header.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Tag> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(header);
    boolean separated = true;
    for (int at = 0; at < header.length(); ) {
      char c = header.charAt(at);
      if (c == ' ' || c == '\t' || c == ',') {
        separated |= c == ',';
        at++;
      } else if (separated && tag.region(at, header.length()).lookingAt()) {
        tags.add(new Tag(tag.group(1) != null, tag.group(2)));
        separated = false;
        at = tag.end();
      } else {
        return null;
      }
    }
    return tags.isEmpty() ? null : new EntityTags(false, tags);
  }

  /** Whether a version is among them by strong comparison, as {@code If-Match} asks for. */
  public boolean matchesStrongly(long version) {
    return any || tags.stream().anyMatch(tag -> !tag.weak() && names(tag, version));
  }

  /** Whether a version is among them by weak comparison, as {@code If-None-Match} asks for. */
  public boolean matches(long version) {
    return any || tags.stream().anyMatch(tag -> names(tag, version));
  }

  private static boolean names(Tag tag, long version) {
    return tag.opaque().equals(Long.toString(version));
  }
}
