package io.spillway.stack.core.rights;

import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rights as a role of Elasticsearch, in the form of its {@code roles.yml}. */
public final class ElasticRights {
  private ElasticRights() {}

  /** Whether it is the built-in role that may do everything. */
  public static boolean isSuperuser(Collection<Right> rights) {
    return rights.stream().anyMatch(Right::isOfAll);
  }

  /** A role of this name with exactly these rights. */
  public static String role(String name, Collection<Right> rights) {
    SortedSet<String> cluster = new TreeSet<>();
    Map<String, SortedSet<String>> indices = new TreeMap<>();
    for (Right right : rights) {
      if (right.kind().equals("cluster")) {
        cluster.add(right.action());
      } else if (right.kind().equals("index")) {
        indices.computeIfAbsent(right.name(), _ -> new TreeSet<>()).add(right.action());
      }
    }
    return name
        + ":\n  cluster: "
        + list(cluster)
        + "\n  indices:\n"
        + indices.entrySet().stream()
            .map(
                index ->
                    "    - names: [\""
                        + index.getKey()
                        + "\"]\n      privileges: "
                        + list(index.getValue())
                        + "\n")
            .collect(Collectors.joining());
  }

  private static String list(SortedSet<String> words) {
    return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]"));
  }
}
