package io.spillway.stack.core.rights;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rights as the rules of a Redis account: every command on every pattern of keys, {@code
 * key:spillway:*}, or of channels. A command that is no key's is listed with each of them.
 */
public final class RedisRights {
  private RedisRights() {}

  /** The rules that give exactly these rights; password and state of the account stay. */
  public static List<String> rules(Collection<Right> rights) {
    return Stream.of(
            Stream.of("resetkeys", "resetchannels"),
            names(rights, "key").stream().map(pattern -> "~" + pattern),
            names(rights, "channel").stream().map(pattern -> "&" + pattern),
            Stream.of("-@all"),
            commands(rights).stream().map(command -> "+" + command))
        .flatMap(rules -> rules)
        .collect(Collectors.toList());
  }

  private static SortedSet<String> names(Collection<Right> rights, String kind) {
    return rights.stream()
        .filter(right -> right.kind().equals(kind))
        .map(Right::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> commands(Collection<Right> rights) {
    return rights.stream()
        .filter(right -> right.kind().equals("key"))
        .map(Right::action)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
