package io.spillway.stack.core;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a program's version that decides whether it will do. */
public record Version(int major, int minor) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major).thenComparingInt(Version::minor);

  /** The first version in the text that follows the marker, a regular expression. */
  public static Optional<Version> find(String text, String marker) {
    Matcher version = Pattern.compile(marker + "(\\d+)\\.(\\d+)").matcher(text);
    return version.find()
        ? Optional.of(
            new Version(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
        : Optional.empty();
  }

  public boolean isAtLeast(Version lowest) {
    return compareTo(lowest) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
