package io.spillway.stack.core.rights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rights as MySQL's statements. Resources are {@code server:ADDRESS}, {@code table:SCHEMA.TABLE}
 * and {@code table:SCHEMA.*}; an action may name a column, as {@code update(last_used_at)}.
 */
public final class MysqlRights {
  private static final String GRANT_OPTION = "grant option";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern OF_COLUMN = Pattern.compile("([a-z ]+)\\(([^()]+)\\)");

  private MysqlRights() {}

  /** For each of these schemas and servers, what the file says of any. */
  public static Right on(Right right, String schema) {
    return right.on(right.resource().replace(Right.SHARD, schema));
  }

  /** One statement for each principal and resource, safe to repeat; accounts are not made. */
  public static List<String> grants(Collection<Right> rights) {
    List<String> statements = new ArrayList<>();
    byResource(rights)
        .forEach(
            (target, actions) -> {
              boolean option = actions.remove(GRANT_OPTION);
              statements.add(
                  "GRANT "
                      + (actions.isEmpty() ? "USAGE" : list(actions))
                      + target.clause(" TO ")
                      + (option ? " WITH GRANT OPTION" : ""));
            });
    return statements;
  }

  /** The same that takes them away. */
  public static List<String> revokes(Collection<Right> rights) {
    List<String> statements = new ArrayList<>();
    byResource(rights)
        .forEach(
            (target, actions) ->
                statements.add("REVOKE " + list(actions) + target.clause(" FROM ")));
    return statements;
  }

  /** {@code 'user'@'host'}; a principal without a host may come from anywhere. */
  public static String account(String principal) {
    int at = principal.lastIndexOf('@');
    String user = at < 0 ? principal : principal.substring(0, at);
    String host = at < 0 ? "%" : principal.substring(at + 1);
    return "'" + user.replace("'", "''") + "'@'" + host.replace("'", "''") + "'";
  }

  private record Target(String principal, String kind, String name) {
    /** {@code ON what TO whom}. */
    String clause(String preposition) {
      String on =
          switch (kind) {
            case "server" -> " ON *.*";
            case "table" -> " ON " + quotedPath(name);
            // A role is granted by its name alone.
            case "role" -> "";
            case "proxy" -> " ON " + account(name);
            default -> " ON " + kind.toUpperCase(Locale.ROOT) + " " + quotedPath(name);
          };
      return on + preposition + account(principal);
    }
  }

  private static Map<Target, SortedSet<String>> byResource(Collection<Right> rights) {
    Map<Target, SortedSet<String>> byResource = new LinkedHashMap<>();
    for (Right right : new TreeSet<>(rights)) {
      if (!right.action().equals(Right.LOG_IN)) {
        String action = right.kind().equals("role") ? account(right.name()) : right.action();
        byResource
            .computeIfAbsent(
                new Target(right.principal(), right.kind(), right.name()), _ -> new TreeSet<>())
            .add(action);
      }
    }
    return byResource;
  }

  private static String list(Collection<String> actions) {
    return actions.stream().map(MysqlRights::privilege).collect(Collectors.joining(", "));
  }

  private static String privilege(String action) {
    Matcher column = OF_COLUMN.matcher(action);
    if (column.matches()) {
      return column.group(1).toUpperCase(Locale.ROOT) + " (" + quoted(column.group(2)) + ")";
    }
    if (action.startsWith("'")) {
      return action;
    }
    return action.equals(Right.ALL) ? "ALL PRIVILEGES" : action.toUpperCase(Locale.ROOT);
  }

  private static String quotedPath(String path) {
    int dot = path.indexOf('.');
    return quoted(path.substring(0, dot)) + "." + quoted(path.substring(dot + 1));
  }

  private static String quoted(String name) {
    return name.equals("*") || PLAIN.matcher(name).matches()
        ? name
        : "`" + name.replace("`", "``") + "`";
  }
}
