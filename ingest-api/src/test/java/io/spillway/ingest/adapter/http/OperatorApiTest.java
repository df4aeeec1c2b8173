package io.spillway.ingest.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.ProblemType;
import io.spillway.runtime.health.HealthStatus;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class OperatorApiTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() throws Exception {
    HttpResponse<String> response = api.get("/openapi.yaml");

    Map<String, Object> openapi = new Yaml().load(response.body());
    List<String> described = new ArrayList<>();
    members(openapi.get("paths"))
        .forEach(
            (path, item) ->
                members(item)
                    .keySet()
                    .forEach(
                        method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Route.values()).map(Route::label).toList());
  }

  @Test
  void theDocumentsHaveTheScopeOfEveryRoute() throws Exception {
    String security = Files.readString(Path.of("..", "docs", "security.md"));
    Map<String, Object> openapi = new Yaml().load(api.get("/openapi.yaml").body());
    for (Route route : Route.values()) {
      String scope = route.scope() == null ? "none" : route.scope().text();
      assertThat(security).contains("\n| " + route.label() + " | " + scope);
      var operation = members(members(openapi.get("paths")).get(route.path()));
      assertThat(
              members(operation.get(route.method().name().toLowerCase(Locale.ROOT)))
                  .get("security"))
          .as(route.label())
          .isEqualTo(route.scope() == null ? List.of() : List.of(Map.of("bearer", List.of(scope))));
    }
  }

  @Test
  void everyProblemIsDescribed() throws Exception {
    String openapi = api.get("/openapi.yaml").body();
    for (ProblemType type : ProblemType.values()) {
      assertThat(openapi).contains('`' + type.code() + '`');
    }
  }

  @Test
  void everyReferenceOfTheDescriptionResolves() throws Exception {
    Map<String, Object> openapi = new Yaml().load(api.get("/openapi.yaml").body());
    var tree = new ObjectMapper().valueToTree(openapi);
    List<String> references = tree.findValuesAsText("$ref");
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(tree.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void theDocsArePagesThatLoadNothing() throws Exception {
    for (String path : List.of("/docs", "/docs/events")) {
      HttpResponse<String> docs = api.get(path);
      assertThat(docs.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
      assertThat(docs.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'")
          .doesNotContain("script");
      assertThat(docs.body()).doesNotContain("<script", "src=", "http://", "https://");
    }
  }

  @Test
  void everyLinkOfTheDocsIsServed() throws Exception {
    for (String path : List.of("/docs", "/docs/events")) {
      List<String> links =
          Pattern.compile("href=\"(/[^\"#]*)")
              .matcher(api.get(path).body())
              .results()
              .map(link -> link.group(1))
              .toList();
      assertThat(links).isNotEmpty();
      for (String link : links) {
        assertThat(api.get(link).statusCode()).as(link).isEqualTo(200);
      }
    }
  }

  @Test
  void theEventsAreDescribedForMachines() throws Exception {
    HttpResponse<String> response = api.get("/asyncapi.yaml");

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml");
    Map<String, Object> asyncapi = new Yaml().load(response.body());
    assertThat(asyncapi.get("asyncapi")).isEqualTo("3.0.0");
    assertThat(response.body()).contains("orders.events.v1", "inventory.availability.v1");
  }

  @Test
  void healthFollowsThePartsAndLivenessDoesNot() throws Exception {
    api.health.setOpen(true);
    api.health.register("redis", () -> new HealthStatus(true, "degraded: gone"));
    assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(api.get("/health/ready").body()).contains("degraded: gone");

    api.health.register("kafka", () -> HealthStatus.down("no leader"));
    assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsAreTimedByRouteAndOutcome() throws Exception {
    api.get("/metrics");
    api.get("/v1/stock/none");
    api.get("/nowhere");

    assertThat(timed("GET /metrics", "ok")).isPositive();
    assertThat(timed("GET /v1/stock/{sku}", "refused")).isPositive();
    assertThat(timed("unmatched", "refused")).isPositive();
  }

  private static long timed(String route, String outcome) {
    return api.meters
        .get("spillway.ingest.requests")
        .tag("route", route)
        .tag("outcome", outcome)
        .timer()
        .count();
  }

  @SuppressWarnings("unchecked") // YAML mappings have text keys here
  private static Map<String, Object> members(Object mapping) {
    return (Map<String, Object>) mapping;
  }
}
