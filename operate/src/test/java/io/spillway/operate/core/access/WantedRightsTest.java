package io.spillway.operate.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedRightsTest {
  private static final List<Backends.Shard> SHARDS =
      List.of(
          new Backends.Shard(0, "h", 1, "spillway_0"),
          new Backends.Shard(1, "h", 1, "spillway_1"),
          new Backends.Shard(2, "h", 2, "spillway_2"));

  @TempDir Path directory;

  @Test
  void rightsOfShardsAreThoseOfEach() {
    List<String> feed =
        WantedRights.of(AccessFiles.shipped(), SHARDS).stream()
            .filter(right -> right.principal().equals("cdc-connector"))
            .filter(right -> right.plane() == Plane.MYSQL)
            .map(right -> right.resource() + " " + right.action())
            .toList();
    assertThat(feed)
        .contains(
            "server:h:1 log-in",
            "server:h:2 log-in",
            "server:h:1 reload",
            "server:h:2 reload",
            "table:spillway_0.* select",
            "table:spillway_2.* select")
        .hasSize(2 + 2 * 4 + 3 * 2);
  }

  @Test
  void shardsOfOneNameAreRefused() {
    List<Backends.Shard> alike =
        List.of(new Backends.Shard(0, "a", 1, "s"), new Backends.Shard(1, "b", 1, "s"));
    assertThatThrownBy(() -> WantedRights.of(AccessFiles.shipped(), alike))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("two shards have the schema s");
  }

  @Test
  void aRoleIsItsScopes() throws Exception {
    AccessFile file = team("http: {roles: [subscriber], tenants: [acme]}");
    assertThat(WantedRights.inFile(file))
        .extracting(Right::action)
        .containsExactlyInAnyOrder("log-in", "events:read", "orders:read", "products:read");
  }

  @Test
  void whatShipsIsRight() {
    assertThatCode(() -> WantedRights.check(AccessFiles.shipped())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {roles: [king], tenants: [a]} | :3: fraud: roles = 'king': expected shop, analyst",
        "http: {scopes: [orders:eat], tenants: [a]} | fraud: scopes = 'orders:eat': expected orders:",
        "kafka: {topics: {orders.intake.v1: [read]}} | topics.orders.intake.v1 = 'read': expected",
        "kafka: {topics: {orders.events.v1: [write]}} | topics.orders.events.v1 = 'write': expected",
        "kafka: {topics: {orders.*: [read]}} | fraud: topics.orders.* = 'read': expected",
        "kafka: {topics: {fraud-a.dlq.v1: [write]}} | fraud-a.dlq.v1 = 'write': expected",
        "kafka: {topics: {order-store.dlq.v1: [write]}, groups: {fraud-*: [read]}} | order-store.dlq",
        "kafka: {topics: {fraud-a.dlq.v1: [delete]}, groups: {fraud-*: [read]}} | = 'delete': expected",
        "kafka: {groups: {order-*: [read]}} | fraud: groups = 'order-*': expected fraud-*",
        "kafka: {groups: {fraudulent: [read]}} | fraud: groups = 'fraudulent': expected fraud-*"
      })
  void noTeamComesWhereItMayNot(String section, String message) {
    assertThatThrownBy(() -> WantedRights.check(team(section)))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTeamKeepsTheDeadLettersOfItsGroups() throws Exception {
    AccessFile file =
        team(
            "kafka: {topics: {orders.events.v1: [read], fraud-scores.dlq.v1: [read, write, create]},"
                + " groups: {fraud-*: [read]}}");
    assertThatCode(() -> WantedRights.check(file)).doesNotThrowAnyException();
  }

  /** A team that is called as a group begins would share it. */
  @Test
  void noTeamsGroupMeetsAnothers() throws Exception {
    AccessFile services = AccessFiles.shipped();
    AccessFile order = read("version: 1\nteams:\n  order: {kafka: {groups: {order-*: [read]}}}\n");
    assertThatThrownBy(() -> WantedRights.check(services.overriddenBy(order)))
        .hasMessageContaining("order: groups = 'order-*'")
        .hasMessageContaining("of order-processor (access.yaml:");
    AccessFile teams =
        read(
            "version: 1\nteams:\n  eu: {kafka: {groups: {eu-*: [read]}}}\n"
                + "  eu-west: {kafka: {groups: {eu-west-*: [read]}}}\n");
    assertThatThrownBy(() -> WantedRights.check(teams))
        .hasMessageContaining("that does not meet eu-west-* of eu-west");
  }

  private AccessFile team(String section) throws Exception {
    return read("version: 1\nteams:\n  fraud: {" + section + "}\n");
  }

  private AccessFile read(String text) throws Exception {
    return AccessFiles.read(Files.writeString(directory.resolve("access.yaml"), text));
  }
}
