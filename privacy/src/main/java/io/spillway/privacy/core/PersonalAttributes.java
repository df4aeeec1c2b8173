package io.spillway.privacy.core;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes of orders that name a person, by their names. Immutable.
 *
 * @param names compared as they are, upper and lower case included
 */
public record PersonalAttributes(Set<String> names) {
  public static final PersonalAttributes NONE = new PersonalAttributes(Set.of());

  public PersonalAttributes {
    names = Set.copyOf(names);
  }

  /** The names in a text, with commas between them; blanks around a name do not count. */
  public static PersonalAttributes parse(String text) {
    TreeSet<String> names = new TreeSet<>();
    Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return new PersonalAttributes(names);
  }

  public boolean marks(String name) {
    return names.contains(name);
  }

  /** Whether any of an order's attributes is marked. */
  public boolean anyOf(Map<String, String> attributes) {
    return !names.isEmpty() && attributes.keySet().stream().anyMatch(names::contains);
  }
}
