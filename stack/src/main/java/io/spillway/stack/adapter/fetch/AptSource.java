package io.spillway.stack.adapter.fetch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One binary package source of apt's configuration; see sources.list(5).
 *
 * @param signedBy file of the keyring, or empty if the configuration names none
 */
record AptSource(String uri, List<String> suites, List<String> components, String signedBy) {
  private static final Pattern ONE_LINE = Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s+)?(.+)");
  private static final String BLANK = "\\s+";

  AptSource {
    suites = List.copyOf(suites);
    components = List.copyOf(components);
  }

  /** Reads the one-line format of {@code *.list} files. */
  static List<AptSource> parseLines(String text) {
    List<AptSource> sources = new ArrayList<>();
    for (String raw : text.lines().toList()) {
      Matcher line = ONE_LINE.matcher(raw.replaceFirst("#.*", "").trim());
      if (line.matches()) {
        String[] words = line.group(2).trim().split(BLANK);
        if (words.length >= 3) {
          String options = line.group(1) == null ? "" : line.group(1);
          sources.add(
              new AptSource(
                  words[0],
                  List.of(words[1]),
                  Arrays.asList(words).subList(2, words.length),
                  option(options, "signed-by")));
        }
      }
    }
    return sources;
  }

  /** Reads the deb822 format of {@code *.sources} files. */
  static List<AptSource> parseStanzas(String text) {
    List<AptSource> sources = new ArrayList<>();
    // A line of a comment alone does not end a stanza.
    String uncommented = text.replaceAll("(?m)^#.*\\R?", "");
    for (String stanza : uncommented.split("\\R[ \\t]*\\R")) {
      Map<String, String> fields = fields(stanza);
      boolean enabled = !fields.getOrDefault("enabled", "yes").equalsIgnoreCase("no");
      if (enabled && words(fields, "types").contains("deb")) {
        for (String uri : words(fields, "uris")) {
          sources.add(
              new AptSource(
                  uri,
                  words(fields, "suites"),
                  words(fields, "components"),
                  fields.getOrDefault("signed-by", "")));
        }
      }
    }
    return sources;
  }

  private static Map<String, String> fields(String stanza) {
    Map<String, String> fields = new HashMap<>();
    String key = "";
    for (String line : stanza.lines().toList()) {
      int colon = line.indexOf(':');
      if (line.isEmpty()) {
        continue;
      }
      if (Character.isWhitespace(line.charAt(0))) {
        fields.merge(key, "\n" + line.trim(), String::concat);
      } else if (colon > 0) {
        key = line.substring(0, colon).toLowerCase(Locale.ROOT);
        fields.put(key, line.substring(colon + 1).trim());
      }
    }
    return fields;
  }

  private static List<String> words(Map<String, String> fields, String key) {
    String value = fields.getOrDefault(key, "").trim();
    return value.isEmpty() ? List.of() : List.of(value.split(BLANK));
  }

  private static String option(String options, String key) {
    for (String option : options.trim().split(BLANK)) {
      if (option.toLowerCase(Locale.ROOT).startsWith(key + "=")) {
        return option.substring(key.length() + 1);
      }
    }
    return "";
  }
}
