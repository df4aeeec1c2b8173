package io.spillway.stack.adapter.rights;

import io.spillway.stack.adapter.rights.YamlText.Entry;
import io.spillway.stack.adapter.rights.YamlText.Word;
import io.spillway.stack.core.rights.AccessEntry;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads what a file says of one principal on each plane. Not thread-safe. */
final class PlaneSections {
  private static final List<String> TOPIC_ACTIONS =
      List.of(
          "read",
          "write",
          "create",
          "delete",
          "alter",
          "describe",
          "describe-configs",
          "alter-configs");
  private static final List<String> GROUP_ACTIONS = List.of("read", "describe", "delete");
  private static final List<String> TRANSACTION_ACTIONS = List.of("write", "describe");

  private static final String COMMAND = "[a-z]+(\\|[a-z-]+)?|@[a-z]+";
  private static final String PRIVILEGE = "[a-z_]+|[a-z]+(:[a-z_/*]+)+";
  private static final String TENANT = "[a-z0-9-]{1,64}|\\*";
  private static final String SCOPE = "[a-z]+(:[a-z]+)?";

  /** How the role of a key is written among its rights, until its scopes are known. */
  private static final String ROLE = "role:";

  /** How the name of a team's key begins. */
  private static final String TEAM = "team ";

  private final YamlText yaml;
  private String principal = "";
  private boolean team;
  private List<AccessEntry> entries = new ArrayList<>();

  PlaneSections(YamlText yaml) {
    this.yaml = yaml;
  }

  void begin(String who, boolean isTeam) {
    principal = who;
    team = isTeam;
    entries = new ArrayList<>();
  }

  List<AccessEntry> end() {
    return entries;
  }

  void read(Plane plane, Node node, String path) {
    int line = YamlText.line(node);
    if (plane != Plane.HTTP) {
      add(Right.logIn(principal, plane), line);
    }
    boolean whole = plane == Plane.KAFKA || plane == Plane.ELASTICSEARCH;
    if (whole && !team && node instanceof ScalarNode scalar && scalar.getValue().equals("all")) {
      add(plane, Right.CLUSTER, new Word(Right.ALL, line));
      return;
    }
    switch (plane) {
      case HTTP -> http(node, path);
      case KAFKA -> kafka(node, path);
      case MYSQL -> mysql(node, path);
      case REDIS -> redis(node, path);
      case ELASTICSEARCH -> elasticsearch(node, path);
    }
  }

  private void kafka(Node node, String path) {
    for (Entry kind : yaml.map(node, path, List.of("topics", "groups", "transactional-ids"))) {
      String at = path + "." + kind.key().text();
      switch (kind.key().text()) {
        case "topics" -> kafka(kind.value(), at, "topic", TOPIC_ACTIONS);
        case "groups" -> kafka(kind.value(), at, "group", GROUP_ACTIONS);
        default -> kafka(kind.value(), at, "transactional-id", TRANSACTION_ACTIONS);
      }
    }
  }

  private void kafka(Node node, String path, String kind, List<String> actions) {
    for (Entry resource : yaml.map(node, path)) {
      Word pattern = resource.key();
      String here = path + "." + pattern.text();
      matching(pattern, here, "[A-Za-z0-9._-]+\\*?", "a name, or its beginning with * behind it");
      for (Word action : known(resource.value(), here, actions)) {
        add(Plane.KAFKA, kind + ":" + pattern.text(), action);
      }
    }
  }

  private void mysql(Node node, String path) {
    for (Entry level : yaml.map(node, path, List.of("server", "shards", "tables"))) {
      String at = path + "." + level.key().text();
      switch (level.key().text()) {
        case "server" -> privileges(level.value(), at, Right.ANY_SERVER);
        case "shards" -> privileges(level.value(), at, "table:" + Right.SHARD + ".*");
        default -> {
          for (Entry table : yaml.map(level.value(), at)) {
            String name = matching(table.key(), at, "[a-z_0-9]+", "the name of a table");
            privileges(table.value(), at + "." + name, "table:" + Right.SHARD + "." + name);
          }
        }
      }
    }
  }

  private void privileges(Node node, String path, String resource) {
    for (Word word : yaml.words(node, path)) {
      String action = word.text().toLowerCase(Locale.ROOT).replace(" (", "(");
      String base = action.replaceFirst("\\([a-z_0-9]+\\)$", "");
      if (MysqlPrivileges.isKnown(base)) {
        add(Plane.MYSQL, resource, new Word(action, word.line()));
      } else {
        yaml.violation(
            word.line(),
            path,
            "'" + word.text() + "'",
            "a privilege of MySQL, such as select, lock tables or update(column)");
      }
    }
  }

  private void redis(Node node, String path) {
    Map<String, List<Word>> lists = new LinkedHashMap<>();
    for (Entry entry : yaml.map(node, path, List.of("keys", "channels", "commands"))) {
      lists.put(entry.key().text(), yaml.words(entry.value(), path + "." + entry.key().text()));
    }
    for (Word command : lists.getOrDefault("commands", List.of())) {
      matching(command, path + ".commands", COMMAND, "a command, or a category as @read");
      for (Word key : lists.getOrDefault("keys", List.of())) {
        add(Plane.REDIS, "key:" + key.text(), command);
      }
    }
    for (Word channel : lists.getOrDefault("channels", List.of())) {
      add(Plane.REDIS, "channel:" + channel.text(), new Word("subscribe", channel.line()));
    }
  }

  private void elasticsearch(Node node, String path) {
    for (Entry entry : yaml.map(node, path, List.of("cluster", "indices"))) {
      String at = path + "." + entry.key().text();
      if (entry.key().text().equals("cluster")) {
        for (Word privilege : yaml.words(entry.value(), at)) {
          matching(privilege, at, PRIVILEGE, "a privilege of Elasticsearch");
          add(Plane.ELASTICSEARCH, Right.CLUSTER, privilege);
        }
      } else {
        yaml.list(entry.value(), at).forEach(each -> indices(each, at));
      }
    }
  }

  private void indices(Node node, String path) {
    Map<String, List<Word>> lists = new LinkedHashMap<>();
    for (Entry entry : yaml.map(node, path, List.of("names", "privileges"))) {
      lists.put(entry.key().text(), yaml.words(entry.value(), path + "." + entry.key().text()));
    }
    for (Word index : lists.getOrDefault("names", List.of())) {
      matching(index, path + ".names", "[a-z0-9*._-]+", "the name of an index, or a pattern");
      for (Word privilege : lists.getOrDefault("privileges", List.of())) {
        matching(privilege, path + ".privileges", PRIVILEGE, "a privilege of Elasticsearch");
        add(Plane.ELASTICSEARCH, "index:" + index.text(), privilege);
      }
    }
  }

  private void http(Node node, String path) {
    // So that a key of a team that is no longer in any file is known from a shop's.
    String key = team ? TEAM + principal : principal;
    List<Word> actions = new ArrayList<>();
    List<Word> tenants = new ArrayList<>();
    List<String> known =
        team ? List.of("roles", "scopes", "tenants") : List.of("key", "roles", "scopes", "tenants");
    for (Entry entry : yaml.map(node, path, known)) {
      String at = path + "." + entry.key().text();
      switch (entry.key().text()) {
        case "key" -> key = yaml.word(entry.value(), at).text();
        case "roles" ->
            yaml.words(entry.value(), at)
                .forEach(role -> actions.add(new Word(ROLE + role.text(), role.line())));
        case "scopes" -> {
          for (Word scope : yaml.words(entry.value(), at)) {
            matching(scope, at, SCOPE, "a scope, as orders:read");
            actions.add(scope);
          }
        }
        default -> {
          for (Word tenant : yaml.words(entry.value(), at)) {
            matching(tenant, at, TENANT, "1 to 64 characters of a-z 0-9 -, or * for every tenant");
            tenants.add(tenant);
          }
        }
      }
    }
    int line = YamlText.line(node);
    if (actions.isEmpty() || tenants.isEmpty()) {
      yaml.violation(line, path, "no roles, scopes or tenants", "roles or scopes, and tenants");
    }
    add(new Right(principal, Plane.HTTP, "account:" + key, Right.LOG_IN), line);
    for (Word tenant : tenants) {
      actions.forEach(action -> add(Plane.HTTP, "tenant:" + tenant.text(), action));
    }
  }

  private List<Word> known(Node node, String path, List<String> actions) {
    List<Word> good = new ArrayList<>();
    for (Word word : yaml.words(node, path)) {
      if (actions.contains(word.text())) {
        good.add(word);
      } else {
        yaml.violation(
            word.line(), path, "'" + word.text() + "'", "one of " + String.join(", ", actions));
      }
    }
    return good;
  }

  private String matching(Word word, String path, String regex, String expected) {
    if (!word.text().matches(regex)) {
      yaml.violation(word.line(), path, "'" + word.text() + "'", expected);
    }
    return word.text();
  }

  private void add(Plane plane, String resource, Word action) {
    add(new Right(principal, plane, resource, action.text()), action.line());
  }

  private void add(Right right, int line) {
    entries.add(new AccessEntry(right, team, yaml.origin(line)));
  }
}
