package io.spillway.operate.core.access;

import io.spillway.access.core.Role;
import io.spillway.access.core.Scope;
import io.spillway.schemas.topics.DeadLetterTopics;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.AccessEntry;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.MysqlRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file of rights means for a deployment: roles are scopes, and every shard has a name. */
public final class WantedRights {
  private static final String ROLE = "role:";
  private static final Set<String> DEAD_LETTER_ACTIONS =
      Set.of("read", "write", "create", "describe");

  private WantedRights() {}

  /**
   * All rights of a deployment with these shards.
   *
   * @throws OperationException when two shards cannot be told apart
   */
  public static SortedSet<Right> of(AccessFile file, List<Backends.Shard> shards) {
    Set<String> schemas = new LinkedHashSet<>();
    for (Backends.Shard shard : shards) {
      if (!schemas.add(shard.schema())) {
        throw new OperationException(
            "two shards have the schema "
                + shard.schema()
                + ", whose rights cannot be told apart: give each shard a schema of its own name");
      }
    }
    return inFile(file).stream()
        .flatMap(right -> right.plane() == Plane.MYSQL ? mysql(right, shards) : Stream.of(right))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same without the shards' names, for questions that no server is needed for. */
  public static SortedSet<Right> inFile(AccessFile file) {
    return file.rights().stream()
        .flatMap(WantedRights::scopes)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How rights of a whole MySQL server name it. */
  public static String server(Backends.Shard shard) {
    return "server:" + shard.host() + ":" + shard.port();
  }

  /**
   * Refuses a role or scope that there is not, and what no team may have.
   *
   * @throws OperationException naming each place
   */
  public static void check(AccessFile file) {
    Set<String> violations = new LinkedHashSet<>();
    for (AccessEntry entry : file.entries()) {
      if (entry.right().plane() == Plane.HTTP) {
        checkKey(entry, violations);
      } else if (entry.right().plane() == Plane.KAFKA) {
        checkTopic(file, entry, violations);
      }
    }
    checkGroups(file, violations);
    if (!violations.isEmpty()) {
      throw new OperationException(String.join("\n", violations));
    }
  }

  private static void checkKey(AccessEntry entry, Set<String> violations) {
    String action = entry.right().action();
    boolean role = action.startsWith(ROLE);
    if (role && Role.named(action.substring(ROLE.length())).isEmpty()) {
      violations.add(
          refusal(
              entry,
              "roles = '" + action.substring(ROLE.length()) + "'",
              Arrays.stream(Role.values()).map(Role::text)));
    } else if (!role && !action.equals(Right.LOG_IN) && Scope.named(action).isEmpty()) {
      violations.add(
          refusal(
              entry, "scopes = '" + action + "'", Arrays.stream(Scope.values()).map(Scope::text)));
    }
  }

  private static void checkTopic(AccessFile file, AccessEntry entry, Set<String> violations) {
    Right right = entry.right();
    if (!entry.team() || !right.kind().equals("topic") || isOwnDeadLetters(file, right)) {
      return;
    }
    boolean reads = right.action().equals("read") || right.action().equals("describe");
    boolean open =
        Arrays.stream(Topic.values())
            .anyMatch(topic -> topic.isPublic() && topic.topicName().equals(right.name()));
    if (!reads || !open) {
      violations.add(
          refusal(
              entry,
              "topics." + right.name() + " = '" + right.action() + "'",
              Stream.concat(
                  Arrays.stream(Topic.values())
                      .filter(Topic::isPublic)
                      .map(topic -> topic.topicName() + ": [read]"),
                  Stream.of("GROUP.dlq.v1 of a group of its own"))));
    }
  }

  /** What a team's group gives up, the team may keep, and read again. */
  private static boolean isOwnDeadLetters(AccessFile file, Right right) {
    return DeadLetterTopics.isOne(right.name())
        && !right.name().contains("*")
        && DEAD_LETTER_ACTIONS.contains(right.action())
        && file.entries().stream()
            .map(AccessEntry::right)
            .filter(group -> group.plane() == Plane.KAFKA && group.kind().equals("group"))
            .filter(group -> group.principal().equals(right.principal()))
            .anyMatch(group -> overlap(group.name(), DeadLetterTopics.group(right.name())));
  }

  /** A team's groups are its own: whoever is in a group takes records from its other members. */
  private static void checkGroups(AccessFile file, Set<String> violations) {
    List<AccessEntry> groups =
        file.entries().stream()
            .filter(entry -> entry.right().plane() == Plane.KAFKA)
            .filter(entry -> !entry.right().kind().equals("topic"))
            .filter(entry -> !entry.right().kind().equals("account"))
            .filter(entry -> entry.team() || !entry.right().action().equals("describe"))
            .toList();
    Set<String> told = new HashSet<>();
    for (AccessEntry entry : groups) {
      Right right = entry.right();
      if (!entry.team() || !told.add(right.principal() + " " + right.resource())) {
        continue;
      }
      String team = right.principal();
      if (!right.name().equals(team) && !right.name().startsWith(team + "-")) {
        violations.add(
            refusal(entry, right.kind() + "s = '" + right.name() + "'", Stream.of(team + "-*")));
      }
      groups.stream()
          .filter(other -> !other.right().principal().equals(team))
          .filter(other -> other.right().kind().equals(right.kind()))
          .filter(other -> overlap(right.name(), other.right().name()))
          .findFirst()
          .ifPresent(
              other ->
                  violations.add(
                      refusal(
                          entry,
                          right.kind() + "s = '" + right.name() + "'",
                          Stream.of(
                              "a name that does not meet "
                                  + other.right().name()
                                  + " of "
                                  + other.right().principal()
                                  + " ("
                                  + other.origin()
                                  + ")"))));
    }
  }

  private static boolean overlap(String one, String other) {
    String begin = one.replace("*", "");
    String otherBegin = other.replace("*", "");
    return one.equals(other)
        || (one.endsWith("*") && otherBegin.startsWith(begin))
        || (other.endsWith("*") && begin.startsWith(otherBegin));
  }

  private static String refusal(AccessEntry entry, String what, Stream<String> expected) {
    return entry.origin()
        + ": "
        + entry.right().principal()
        + ": "
        + what
        + ": expected "
        + expected.collect(Collectors.joining(", "));
  }

  private static Stream<Right> scopes(Right right) {
    if (!right.action().startsWith(ROLE)) {
      return Stream.of(right);
    }
    return Role.named(right.action().substring(ROLE.length())).stream()
        .flatMap(role -> role.scopes().stream())
        .map(scope -> right.to(scope.text()));
  }

  private static Stream<Right> mysql(Right right, List<Backends.Shard> shards) {
    boolean ofServer =
        right.action().equals(Right.LOG_IN) || right.resource().equals(Right.ANY_SERVER);
    return shards.stream()
        .map(shard -> ofServer ? right.on(server(shard)) : MysqlRights.on(right, shard.schema()));
  }
}
