package io.spillway.operate.core.access;

import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of MySQL's {@code SHOW GRANTS} as rights.
 *
 * @param principal whose they are
 * @param server how rights on the whole server name it
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/show-grants.html">SHOW GRANTS</a>
 */
public record ShowGrants(String principal, String server) {
  private static final String NAME = "[`'](?:[^`']|``|'')*[`']";
  private static final String ACCOUNT = NAME + "@" + NAME;
  private static final Pattern ON =
      Pattern.compile("GRANT (.+?) ON (.+) TO " + ACCOUNT + "( WITH GRANT OPTION)?");
  private static final Pattern ROLES =
      Pattern.compile(
          "GRANT ("
              + ACCOUNT
              + "(?:,\\s*"
              + ACCOUNT
              + ")*) TO "
              + ACCOUNT
              + "(?: WITH ADMIN OPTION)?");
  private static final Pattern PRIVILEGE = Pattern.compile("([A-Za-z_ ]+?)\\s*(?:\\(([^)]*)\\))?");

  /** What {@code GRANT ALL} on everything is listed as. */
  private static final Set<String> EVERY_STATIC_ONE =
      Set.of(
          "select",
          "insert",
          "update",
          "delete",
          "create",
          "drop",
          "reload",
          "shutdown",
          "process",
          "file",
          "references",
          "index",
          "alter",
          "show databases",
          "super",
          "create temporary tables",
          "lock tables",
          "execute",
          "replication slave",
          "replication client",
          "create view",
          "show view",
          "create routine",
          "alter routine",
          "create user",
          "event",
          "trigger",
          "create tablespace",
          "create role",
          "drop role");

  /**
   * The rights of one line.
   *
   * @throws IllegalArgumentException when it is no such line
   */
  public Set<Right> rights(String line) {
    Matcher on = ON.matcher(line);
    if (on.matches()) {
      return rights(on.group(1), resource(on.group(2)), on.group(3) != null);
    }
    Matcher roles = ROLES.matcher(line);
    if (roles.matches()) {
      Set<Right> rights = new HashSet<>();
      for (String role : roles.group(1).split(",\\s*", -1)) {
        rights.add(right("role:" + account(role), "member"));
      }
      return rights;
    }
    throw new IllegalArgumentException("not a line of SHOW GRANTS that is known: " + line);
  }

  private Set<Right> rights(String privileges, String resource, boolean grantOption) {
    Set<String> actions = new HashSet<>();
    for (String each : divided(privileges)) {
      Matcher privilege = PRIVILEGE.matcher(each.strip());
      if (!privilege.matches()) {
        throw new IllegalArgumentException("not a privilege that is known: " + each);
      }
      String action = privilege.group(1).toLowerCase(Locale.ROOT);
      if (privilege.group(2) == null) {
        actions.add(action.equals("all privileges") ? Right.ALL : action);
      } else {
        for (String column : privilege.group(2).split(",", -1)) {
          actions.add(action + "(" + unquoted(column.strip()) + ")");
        }
      }
    }
    if (actions.containsAll(EVERY_STATIC_ONE)) {
      actions.removeAll(EVERY_STATIC_ONE);
      actions.add(Right.ALL);
    }
    // The right to connect, which every account has.
    actions.remove("usage");
    if (grantOption) {
      actions.add("grant option");
    }
    Set<Right> rights = new HashSet<>();
    actions.forEach(action -> rights.add(right(resource, action)));
    return rights;
  }

  private Right right(String resource, String action) {
    return new Right(principal, Plane.MYSQL, resource, action);
  }

  private String resource(String text) {
    if (text.equals("*.*")) {
      return server;
    }
    if (text.matches(ACCOUNT)) {
      return "proxy:" + account(text);
    }
    Matcher routine = Pattern.compile("(PROCEDURE|FUNCTION|LIBRARY) (.+)").matcher(text);
    return routine.matches()
        ? routine.group(1).toLowerCase(Locale.ROOT) + ":" + path(routine.group(2))
        : "table:" + path(text);
  }

  private static String path(String text) {
    Matcher path = Pattern.compile("(" + NAME + ")\\.(\\*|" + NAME + ")").matcher(text);
    if (!path.matches()) {
      throw new IllegalArgumentException("not a table or schema: " + text);
    }
    return unquoted(path.group(1)) + "." + unquoted(path.group(2));
  }

  private static String account(String text) {
    int at = text.lastIndexOf('@');
    return principal(unquoted(text.substring(0, at)), unquoted(text.substring(at + 1)));
  }

  /** A user who may come from anywhere is the name alone. */
  public static String principal(String user, String host) {
    return host.equals("%") ? user : user + "@" + host;
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && (name.startsWith("`") || name.startsWith("'"));
    return quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  /** At commas that are in no parentheses. */
  private static List<String> divided(String privileges) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < privileges.length(); i++) {
      char c = privileges.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(privileges.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(privileges.substring(from));
    return parts;
  }
}
