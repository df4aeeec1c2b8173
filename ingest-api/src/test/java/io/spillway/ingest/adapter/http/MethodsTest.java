package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HEAD, OPTIONS and methods that a path does not have (RFC 9110, 9.3 and 15.5.6). */
class MethodsTest {
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
  void headAnswersAsGetWithoutABody() throws Exception {
    for (String path :
        List.of(
            "/v1/orders",
            "/v1/orders?customerId=c",
            "/v1/orders/not-an-id",
            "/v1/orders/00000000-0000-8000-8000-000000000000",
            "/v1/stock/A",
            "/v1/stock/%20",
            "/v1/stock/adjustments/r?sku=A",
            "/v1/stock/adjustments/r",
            "/v1/products/A",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/openapi.yaml",
            "/asyncapi.yaml",
            "/docs",
            "/docs/events",
            "/nowhere")) {
      api.get(path); // so that the cache has what it can have
      HttpResponse<String> get = api.get(path);
      HttpResponse<String> head = api.send(api.request(path).HEAD());
      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(headers(head)).as(path).isEqualTo(headers(get));
      assertThat(head.body()).isEmpty();
    }
  }

  private static Map<String, List<String>> headers(HttpResponse<String> response) {
    Map<String, List<String>> headers = new HashMap<>(response.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void optionsNamesTheMethodsOfEveryPath() throws Exception {
    for (Route route : Route.values()) {
      String method = route.method().name();
      String path = route.path().replaceAll("\\{\\w+}", "x");
      HttpResponse<String> response = options(path);
      assertThat(response.statusCode()).as(path).isEqualTo(204);
      assertThat(response.body()).isEmpty();
      assertThat(allowed(response)).as(path).contains(method, "OPTIONS").doesNotHaveDuplicates();
      assertThat(allowed(response).contains("HEAD")).isEqualTo(allowed(response).contains("GET"));
    }
    assertThat(allowed(options("/v1/products/A")))
        .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "OPTIONS");
    problem(options("/v1/nothing"), 404, "not-found");
  }

  @Test
  void aMethodThatThePathDoesNotHaveIsToldWhichItHas() throws Exception {
    for (String method : List.of("PUT", "DELETE", "PATCH", "QUERY", "INVENTED")) {
      HttpResponse<String> response =
          api.send(api.request("/v1/orders").method(method, BodyPublishers.noBody()));
      problem(response, 405, "method-not-allowed");
      assertThat(allowed(response)).containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
    }
    HttpResponse<String> head = api.send(api.request("/v1/orders:batch").HEAD());
    assertThat(head.statusCode()).isEqualTo(405);
    assertThat(allowed(head)).containsExactlyInAnyOrder("POST", "OPTIONS");
    problem(
        api.send(api.request("/nowhere").method("INVENTED", BodyPublishers.noBody())),
        404,
        "not-found");
  }

  private static HttpResponse<String> options(String path) throws Exception {
    return api.send(api.request(path).method("OPTIONS", BodyPublishers.noBody()));
  }

  private static List<String> allowed(HttpResponse<String> response) {
    return Arrays.asList(response.headers().firstValue("Allow").orElseThrow().split(", "));
  }
}
