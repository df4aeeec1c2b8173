package io.spillway.reports.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which documents count. */
public sealed interface Filter {
  record Everything() implements Filter {}

  record AnyOf(String field, List<String> values) implements Filter {
    public AnyOf {
      values = List.copyOf(values);
    }
  }

  record Flag(String field) implements Filter {}

  record Present(String field) implements Filter {}

  /** The number is at least {@code from} and less than {@code below}, where these are given. */
  record Between(String field, @Nullable Long from, @Nullable Long below) implements Filter {}

  /** The time is at least so long ago, and not as long as {@code under}, where these are given. */
  record Aged(String field, @Nullable Duration atLeast, @Nullable Duration under)
      implements Filter {}
}
