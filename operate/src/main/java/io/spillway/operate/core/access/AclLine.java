package io.spillway.operate.core.access;

import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines of Redis' {@code ACL LIST} as rights.
 *
 * @see <a
 *     href="https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/">ACL</a>
 */
public final class AclLine {
  /** To come in without knowing a password. */
  public static final String NO_PASSWORD = "log-in without a password";

  private final Set<Right> rights = new HashSet<>();
  private final String principal;

  private AclLine(String principal) {
    this.principal = principal;
  }

  /**
   * The rights of one line; none where the account is off.
   *
   * @throws IllegalArgumentException when it is no such line
   */
  public static Set<Right> rights(String line) {
    List<String> words = List.of(line.split(" ", -1));
    if (words.size() < 2 || !words.getFirst().equals("user")) {
      throw new IllegalArgumentException("not a line of ACL LIST: " + line);
    }
    AclLine acl = new AclLine(words.get(1));
    List<String> rules = words.subList(2, words.size());
    if (!rules.contains("on")) {
      return Set.of();
    }
    acl.rights.add(Right.logIn(acl.principal, Plane.REDIS));
    if (rules.contains("nopass")) {
      acl.add("account:" + acl.principal, NO_PASSWORD);
    }
    // Of these, any that allows a command does: they add up.
    int open = rules.size();
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).startsWith("(")) {
        acl.selector(rules.subList(i, open));
        open = i;
      }
    }
    acl.selector(rules.subList(0, open));
    return acl.rights;
  }

  private void selector(List<String> rules) {
    Set<String> keys = new LinkedHashSet<>();
    Set<String> commands = new LinkedHashSet<>();
    for (String word : rules) {
      String rule = word.replaceAll("^\\(|\\)$", "");
      if (rule.startsWith("~")) {
        keys.add(rule.substring(1));
      } else if (rule.startsWith("%RW~")) {
        keys.add(rule.substring(4));
      } else if (rule.startsWith("%")) {
        keys.add(rule);
      } else if (rule.startsWith("&")) {
        add("channel:" + rule.substring(1), "subscribe");
      } else if (rule.startsWith("+")) {
        commands.add(rule.substring(1));
      } else if (rule.startsWith("-")) {
        remove(commands, rule.substring(1));
      }
    }
    for (String key : keys) {
      commands.forEach(command -> add("key:" + key, command));
    }
  }

  /** A command that is taken out of a category is no longer the category as it was wanted. */
  private static void remove(Set<String> commands, String command) {
    if (command.equals("@all")) {
      commands.clear();
    } else if (!commands.remove(command) && !commands.isEmpty()) {
      Set<String> rest = new LinkedHashSet<>();
      commands.forEach(each -> rest.add(each.startsWith("@") ? each + " but " + command : each));
      commands.clear();
      commands.addAll(rest);
    }
  }

  private void add(String resource, String action) {
    rights.add(new Right(principal, Plane.REDIS, resource, action));
  }
}
