package io.spillway.operate.core.forget;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be nowhere once a customer is forgotten: values in clear and wrapped keys, in each form
 * that stores and topics may have them in. Tells only the names of what it finds, never a value.
 * Immutable and thread-safe.
 */
public final class ClearTexts {
  /** What a wrapped key is called. */
  public static final String WRAPPED_KEY = "wrapped key";

  /** A shorter text is too common to mean anything but beside its name. */
  private static final int TELLING_BYTES = 6;

  private static final int SEVEN_BITS = 0x7f;

  private final List<Pattern> patterns;
  private final int size;

  /** Bytes as text of one byte a character, which Java searches fastest. */
  private record Pattern(String what, String bytes) {}

  /**
   * One value.
   *
   * @param attribute its name, which is no secret
   */
  public record Value(String attribute, String text) {
    @Override
    public String toString() {
      return attribute;
    }
  }

  private ClearTexts(List<Pattern> patterns, int size) {
    this.patterns = patterns;
    this.size = size;
  }

  /** Values and wrapped keys; the same one twice counts once. */
  public static ClearTexts of(Collection<Value> values, Collection<byte[]> wrappedKeys) {
    Set<Value> once = Set.copyOf(values);
    List<Pattern> patterns = new ArrayList<>();
    int size = wrappedKeys.size();
    for (Value value : once) {
      if (value.text().isEmpty()) {
        continue;
      }
      size++;
      String json = json(value.text());
      Set<String> forms = new TreeSet<>();
      if (utf8(value.text()).length() >= TELLING_BYTES) {
        forms.add(utf8(value.text()));
        forms.add(utf8(json));
      }
      // As JSON has it, with and without a blank, also inside of a JSON text, and as protobuf's
      // map.
      String member = "\"" + json(value.attribute()) + "\":";
      forms.add(utf8(member + "\"" + json + "\""));
      forms.add(utf8(member + " \"" + json + "\""));
      forms.add(utf8(json(member + "\"" + json + "\"")));
      forms.add(utf8(json(member + " \"" + json + "\"")));
      forms.add(mapEntry(value));
      forms.forEach(form -> patterns.add(new Pattern(value.attribute(), form)));
    }
    for (byte[] key : wrappedKeys) {
      patterns.add(new Pattern(WRAPPED_KEY, new String(key, ISO_8859_1)));
      patterns.add(new Pattern(WRAPPED_KEY, Base64.getEncoder().encodeToString(key)));
    }
    return new ClearTexts(List.copyOf(patterns), size);
  }

  /** How many values and keys there are. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** The names of what is in some bytes. */
  public Set<String> in(byte[] bytes) {
    return inLatin1(new String(bytes, ISO_8859_1));
  }

  /** The same of a text. */
  public Set<String> in(String text) {
    return inLatin1(utf8(text));
  }

  private Set<String> inLatin1(String text) {
    Set<String> found = new TreeSet<>();
    for (Pattern pattern : patterns) {
      if (text.contains(pattern.bytes())) {
        found.add(pattern.what());
      }
    }
    return found;
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** What JSON must escape, and nothing more: as Gson, Jackson and MySQL write it. */
  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The two fields of an entry of {@code map<string, string>}: tag, length, text each. */
  private static String mapEntry(Value value) {
    return field(1, value.attribute()) + field(2, value.text());
  }

  private static String field(int number, String text) {
    String bytes = utf8(text);
    StringBuilder field = new StringBuilder().append((char) ((number << 3) | 2));
    int length = bytes.length();
    while (length > SEVEN_BITS) {
      field.append((char) ((length & SEVEN_BITS) | (SEVEN_BITS + 1)));
      length >>>= 7;
    }
    return field.append((char) length).append(bytes).toString();
  }
}
