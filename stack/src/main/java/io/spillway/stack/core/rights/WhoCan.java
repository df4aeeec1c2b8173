package io.spillway.stack.core.rights;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question: who may do something with a resource?
 *
 * @param action as files name it
 * @param resource a name, or {@code KIND:NAME}; null for any
 * @param plane only this one; null for all
 */
public record WhoCan(String action, @Nullable String resource, @Nullable Plane plane) {
  private static final Set<String> WHOLE = Set.of(Right.ALL, "@all");

  /** What Kafka includes in reading, writing and deleting. */
  private static final Set<String> DESCRIBING = Set.of("read", "write", "delete", "alter");

  /**
   * The rights that answer it with yes. Whoever may do everything on a plane is named where
   * somebody has this very right, or where its action is known: a topic is no table, also for him.
   */
  public SortedSet<Right> of(Collection<Right> rights) {
    List<Right> named =
        rights.stream()
            .filter(right -> plane == null || right.plane() == plane)
            .filter(this::allows)
            .toList();
    List<Right> matching =
        named.stream().filter(right -> resource == null || matches(right, resource)).toList();
    Set<Plane> planes = planesOfSome(matching);
    Set<Plane> meant = planes.isEmpty() ? planesOfSome(named) : planes;
    return matching.stream()
        .filter(right -> meant.isEmpty() || meant.contains(right.plane()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Plane> planesOfSome(List<Right> rights) {
    return rights.stream()
        .filter(right -> !WHOLE.contains(right.action()))
        .map(Right::plane)
        .collect(Collectors.toSet());
  }

  private boolean allows(Right right) {
    String granted = right.action();
    if (granted.equals(action)) {
      return true;
    }
    return switch (right.plane()) {
      case KAFKA ->
          granted.equals(Right.ALL)
              || (action.equals("describe") && DESCRIBING.contains(granted))
              || (action.equals("describe-configs") && granted.equals("alter-configs"));
      // A right on some columns allows it with these; the answer names them.
      case MYSQL -> granted.equals(Right.ALL) || granted.startsWith(action + "(");
      case REDIS -> granted.equals("@all");
      case ELASTICSEARCH -> granted.equals(Right.ALL);
      case HTTP -> false;
    };
  }

  private static boolean matches(Right right, String asked) {
    boolean whole = right.kind().equals("cluster") || right.kind().equals("server");
    if (whole && right.action().equals(Right.ALL)) {
      return true;
    }
    if (asked.startsWith(right.kind() + ":")) {
      return matches(right.name(), asked.substring(right.kind().length() + 1));
    }
    // Half of MySQL's rights are about a table in every shard, so its name will do.
    return matches(right.name(), asked)
        || (right.plane() == Plane.MYSQL && right.name().equals(Right.SHARD + "." + asked));
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.equals(name)) {
      return true;
    }
    String any = pattern.replace(Right.SHARD, "*");
    StringBuilder regex = new StringBuilder();
    for (String part : any.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.matches(regex.toString(), name);
  }
}
