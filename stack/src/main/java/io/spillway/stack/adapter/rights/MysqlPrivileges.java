package io.spillway.stack.adapter.rights;

import io.spillway.stack.core.rights.Right;
import java.util.Set;

/** The static privileges of MySQL that a file may name, in small letters. */
final class MysqlPrivileges {
  private static final Set<String> KNOWN =
      Set.of(
          Right.ALL,
          "grant option",
          "select",
          "insert",
          "update",
          "delete",
          "create",
          "drop",
          "alter",
          "index",
          "references",
          "trigger",
          "event",
          "execute",
          "lock tables",
          "create view",
          "show view",
          "create routine",
          "alter routine",
          "create temporary tables",
          "reload",
          "process",
          "show databases",
          "replication slave",
          "replication client");

  private MysqlPrivileges() {}

  static boolean isKnown(String privilege) {
    return KNOWN.contains(privilege);
  }
}
