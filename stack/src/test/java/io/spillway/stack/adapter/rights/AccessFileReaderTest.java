package io.spillway.stack.adapter.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFileReaderTest {
  private static final String TEAM =
      """
      version: 1
      teams:
        fraud:
          http: {roles: [analyst], scopes: [events:read], tenants: [acme, zeta]}
          kafka:
            topics: {orders.events.v1: [read]}
            groups: {fraud-*: [read]}
      """;

  @Test
  void aTeamHasKeysAndAnAccount() {
    AccessFile file = read(TEAM);
    assertThat(file.teams()).containsExactly("fraud");
    assertThat(file.rights())
        .containsExactlyInAnyOrder(
            new Right("fraud", Plane.HTTP, "account:team fraud", "log-in"),
            new Right("fraud", Plane.HTTP, "tenant:acme", "role:analyst"),
            new Right("fraud", Plane.HTTP, "tenant:acme", "events:read"),
            new Right("fraud", Plane.HTTP, "tenant:zeta", "role:analyst"),
            new Right("fraud", Plane.HTTP, "tenant:zeta", "events:read"),
            new Right("fraud", Plane.KAFKA, "account:fraud", "log-in"),
            new Right("fraud", Plane.KAFKA, "topic:orders.events.v1", "read"),
            new Right("fraud", Plane.KAFKA, "group:fraud-*", "read"));
    assertThat(file.entries())
        .filteredOn(entry -> entry.right().kind().equals("topic"))
        .allMatch(entry -> entry.origin().equals("f.yaml:6") && entry.team());
  }

  @Test
  void aServiceHasRightsOnEachServer() {
    AccessFile file =
        read(
            """
            version: 1
            services:
              ingest-api:
                mysql:
                  tables: {api_keys: [select, update (last_used_at)]}
                  shards: [lock tables]
                  server: [reload]
                redis: {keys: ["a:*", "b"], commands: [get, client|setname]}
              analytics-sink:
                elasticsearch:
                  cluster: [monitor]
                  indices: [{names: ["orders-*"], privileges: [read, write]}]
              operator:
                kafka: all
            """);
    assertThat(file.rights("ingest-api", Plane.MYSQL))
        .extracting(right -> right.resource() + " " + right.action())
        .containsExactlyInAnyOrder(
            "account:ingest-api log-in",
            "table:{shard}.api_keys select",
            "table:{shard}.api_keys update(last_used_at)",
            "table:{shard}.* lock tables",
            "server:* reload");
    assertThat(file.rights("ingest-api", Plane.REDIS))
        .extracting(right -> right.resource() + " " + right.action())
        .contains("key:a:* get", "key:a:* client|setname", "key:b get");
    assertThat(file.rights("analytics-sink", Plane.ELASTICSEARCH))
        .extracting(right -> right.resource() + " " + right.action())
        .contains("cluster:* monitor", "index:orders-* read", "index:orders-* write");
    assertThat(file.rights("operator", Plane.KAFKA)).anyMatch(Right::isOfAll);
    assertThat(file.teams()).isEmpty();
  }

  @Test
  void anotherFileReplacesWhatItNames() {
    AccessFile both =
        read(TEAM).overriddenBy(read("version: 1\nteams: {fraud: {}, finance: {kafka: {}}}"));
    assertThat(both.rights()).containsExactly(Right.logIn("finance", Plane.KAFKA));
    assertThat(both.sections()).containsOnlyKeys("fraud", "finance");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | f.yaml:1: version = nothing: expected 1",
        "'version: 2' | f.yaml:1: version = '2': expected 1",
        "'teams: {}' | f.yaml:1: version = nothing: expected 1",
        "'version: 1\nteam: {}' | f.yaml:2: team = an unknown key: expected one of version, services",
        "'version: 1\nteams: [a]' | f.yaml:2: teams = a list: expected a map",
        "'version: 1\nteams: {A: {}}' | f.yaml:2: teams.A = 'A': expected a name of a-z",
        "'version: 1\nteams: {kafka-7: {}}' | f.yaml:2: teams.kafka-7 = 'kafka-7': expected a name",
        "'version: 1\nteams: {operator: {}}' | is no service's or broker's",
        "'version: 1\nteams:\n  a: {}\n  a: {}' | f.yaml:4: teams.a = a second time: expected each",
        "'version: 1\nteams: {a: {mysql: {}}}' | f.yaml:2: teams.a.mysql = an unknown key",
        "'version: 1\nteams: {a: {kafka: all}}' | teams.a.kafka = 'all': expected a map",
        "'version: 1\nteams: {a: {kafka: {topic: {}}}}' | teams.a.kafka.topic = an unknown key",
        "'version: 1\nteams: {a: {kafka: {topics: {t: [raed]}}}}' | .topics.t = 'raed': expected one",
        "'version: 1\nteams: {a: {kafka: {topics: {t: read}}}}' | .topics.t = 'read': expected a list",
        "'version: 1\nteams: {a: {kafka: {topics: {\"*\": [read]}}}}' | = '*': expected a name, or its",
        "'version: 1\nteams: {a: {http: {roles: [shop]}}}' | = no roles, scopes or tenants: expected",
        "'version: 1\nteams: {a: {http: {roles: [shop], tenants: [A B]}}}' | tenants = 'A B': expected",
        "'version: 1\nservices: {nobody: {}}' | f.yaml:2: services.nobody = an unknown key: expected",
        "'version: 1\nservices: {ingest-api: {elasticsearch: {}}}' | ingest-api has no account there",
        "'version: 1\nservices: {ingest-api: {http: {}}}' | ingest-api has no account there",
        "'version: 1\nservices: {operator: {mysql: {shards: [al]}}}' | = 'al': expected a privilege",
        "'version: 1\nservices: {operator: {redis: {keys: [a], commands: [GET]}}}' | = 'GET': expected",
        "'version: 1\nteams: {a: [}' | f.yaml:2: not YAML:",
        "'version: 1\nteams: {a: *b}' | not YAML: found undefined alias b"
      })
  void aMistakeIsToldWithItsLineAndWhatIsExpected(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyMistakeIsTold() {
    assertThatThrownBy(() -> read("version: 1\nteams:\n  a: {x: 1}\n  b: {y: 1}"))
        .hasMessageContaining("f.yaml:3: teams.a.x")
        .hasMessageContaining("f.yaml:4: teams.b.y");
  }

  private static AccessFile read(String text) {
    return AccessFileReader.read("f.yaml", text);
  }
}
