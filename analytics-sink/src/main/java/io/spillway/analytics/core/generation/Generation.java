package io.spillway.analytics.core.generation;

import io.spillway.schemas.documents.Indices;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All indices that were made with one set of mappings. Documents know their index without it
 * ({@code orders-2026.11}); the indices of later generations end with its number ({@code
 * orders-2026.11-g2}), and the aliases that readers use point to one generation.
 *
 * @param number 0 for the first
 */
public record Generation(int number) {
  /** Before any mapping was changed. */
  public static final Generation FIRST = new Generation(0);

  private static final Pattern NAME =
      Pattern.compile(
          "(?<alias>[a-z-]+?)(-(?<month>[0-9]{4}\\.[0-9]{2}))?(-g(?<number>[1-9][0-9]*))?");

  /** A name of ours, taken apart; the month is empty for an index that is not monthly. */
  public record Parsed(String alias, String month, Generation generation) {
    /** What documents call it. */
    public String logical() {
      return month.isEmpty() ? alias : alias + '-' + month;
    }
  }

  public Generation {
    if (number < 0) {
      throw new IllegalArgumentException("generation " + number);
    }
  }

  public Generation next() {
    return new Generation(number + 1);
  }

  /** The index that has documents of {@code logical} in this generation. */
  public String index(String logical) {
    return number == 0 ? logical : logical + "-g" + number;
  }

  /** Which names of an alias's indices belong to this generation. */
  public String pattern(String alias) {
    return index(Indices.MONTHLY.contains(alias) ? alias + "-*" : alias);
  }

  public static Optional<Parsed> parse(String index) {
    Matcher found = NAME.matcher(index);
    if (!found.matches() || !Indices.ALL.contains(found.group("alias"))) {
      return Optional.empty();
    }
    String alias = found.group("alias");
    String month = found.group("month") == null ? "" : found.group("month");
    if (month.isEmpty() == Indices.MONTHLY.contains(alias)) {
      return Optional.empty();
    }
    String number = found.group("number");
    return Optional.of(
        new Parsed(
            alias, month, number == null ? FIRST : new Generation(Integer.parseInt(number))));
  }
}
