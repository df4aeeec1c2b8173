package io.spillway.stack.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoCanTest {
  private static final List<Right> RIGHTS =
      List.of(
          new Right("saga", Plane.KAFKA, "topic:orders.events.v1", "write"),
          new Right("saga", Plane.KAFKA, "topic:saga-*", "delete"),
          new Right("saga", Plane.KAFKA, "group:saga", "read"),
          new Right("sink", Plane.KAFKA, "topic:orders.events.v1", "describe"),
          new Right("boss", Plane.KAFKA, Right.CLUSTER, "all"),
          new Right("saga", Plane.MYSQL, "table:{shard}.orders", "select"),
          new Right("api", Plane.MYSQL, "table:{shard}.api_keys", "update(last_used_at)"),
          new Right("feed", Plane.MYSQL, "table:{shard}.*", "select"),
          new Right("boss", Plane.MYSQL, "server:*", "all"),
          new Right("api", Plane.REDIS, "key:spillway:*", "get"),
          new Right("boss", Plane.REDIS, "key:*", "@all"),
          new Right("sink", Plane.ELASTICSEARCH, "index:orders-*", "write"),
          new Right("fraud", Plane.HTTP, "tenant:acme", "orders:read"),
          new Right("boss", Plane.HTTP, "tenant:*", "orders:read"));

  @ParameterizedTest
  @CsvSource({
    "write,orders.events.v1,,boss saga",
    "describe,orders.events.v1,,boss saga sink",
    "describe,topic:saga-changelog,,boss saga",
    "read,saga,,boss saga",
    "read,group:saga,,boss saga",
    "read,topic:saga,,boss",
    "select,spillway_0.orders,,boss feed saga",
    "select,orders,,boss saga",
    "select,spillway_0.stock,,boss feed",
    "update,spillway_1.api_keys,,api boss",
    "insert,spillway_1.api_keys,mysql,boss",
    "get,spillway:answer:1,,api boss",
    "get,other,,boss",
    "flushall,any,redis,boss",
    "write,orders-000001,elasticsearch,sink",
    "write,stock-000001,elasticsearch,",
    "orders:read,tenant:acme,,boss fraud",
    "orders:read,tenant:zeta,,boss",
    "orders:read,,,boss fraud",
    "orders:write,tenant:acme,http,"
  })
  void namesThoseWhoMay(String action, String resource, String plane, String answer) {
    Plane on = plane == null ? null : Plane.named(plane).orElseThrow();
    assertThat(
            new WhoCan(action, resource, on)
                .of(RIGHTS).stream()
                    .map(Right::principal)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(" ")))
        .isEqualTo(answer == null ? "" : answer);
  }

  /** A topic is no table, so whoever may do everything with tables has nothing to do with it. */
  @Test
  void aQuestionIsAboutThePlanesThatKnowIt() {
    assertThat(planes(new WhoCan("write", "orders.events.v1", null))).containsExactly(Plane.KAFKA);
    assertThat(planes(new WhoCan("select", "orders", null))).containsExactly(Plane.MYSQL);
    assertThat(planes(new WhoCan("nobody's word", "orders", null)))
        .as("who may do everything")
        .containsExactlyInAnyOrder(Plane.KAFKA, Plane.MYSQL, Plane.REDIS);
  }

  private static Set<Plane> planes(WhoCan question) {
    return question.of(RIGHTS).stream().map(Right::plane).collect(Collectors.toSet());
  }
}
