package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.port.WriteException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/v1/products/MUG%201?tenant=shop";
  private static final String MUG =
      "{\"name\":\"Mug №1\",\"category\":\"Kitchen\",\"attributes\":{\"size\":\"L\",\"colour\":\"red\"}}";
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aProductIsPutAndReadWithItsVersion() throws Exception {
    problem(api.get(PATH), 404, "product-not-found");

    HttpResponse<String> created = put(PATH, MUG);

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "ETag")).isEqualTo("\"1\"");
    assertThat(header(created, "Location")).isEqualTo(PATH);
    assertThat(created.body())
        .isEqualTo(
            "{\"tenant\":\"shop\",\"sku\":\"MUG 1\",\"name\":\"Mug №1\",\"category\":\"Kitchen\","
                + "\"attributes\":{\"colour\":\"red\",\"size\":\"L\"},\"version\":1,"
                + "\"createdAt\":\"2026-11-21T08:00:00.123Z\","
                + "\"updatedAt\":\"2026-11-21T08:00:00.123Z\"}");
    HttpResponse<String> read = api.get(PATH);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(created.body());
    assertThat(header(read, "ETag")).isEqualTo("\"1\"");
    assertThat(header(read, "Cache-Control")).isEqualTo("no-cache");
    problem(api.get("/v1/products/MUG%201"), 404, "product-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A%2FB-12", "%23", "%C3%9F", "M8%C3%9720", "100%25", "%5C", "%F0%9F%98%80"})
  void aProductIsFoundWhereItsLocationSays(String sku) throws Exception {
    HttpResponse<String> created = put("/v1/products/" + sku, MUG);

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Location")).isEqualTo("/v1/products/" + sku + "?tenant=default");
    HttpResponse<String> read = api.get(header(created, "Location"));
    assertThat(read.body()).isEqualTo(created.body());
    assertThat(JSON.readTree(read.body()).get("sku").asText())
        .isEqualTo(URLDecoder.decode(sku, UTF_8));
  }

  @Test
  void theSameAgainChangesNothingAndAnotherIsTheNextVersion() throws Exception {
    HttpResponse<String> created = put(PATH, MUG);
    api.productClock.pass(Duration.ofSeconds(5));

    HttpResponse<String> again = put(PATH, MUG.replace(":", " : "));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(created.body());

    HttpResponse<String> replaced = put(PATH, "{\"name\":\"Mug\"}");
    assertThat(replaced.statusCode()).isEqualTo(200);
    assertThat(header(replaced, "ETag")).isEqualTo("\"2\"");
    JsonNode product = JSON.readTree(replaced.body());
    assertThat(product.has("category")).isFalse();
    assertThat(product.get("attributes")).isEmpty();
    assertThat(product.get("updatedAt").asText()).isEqualTo("2026-11-21T08:00:05.123Z");
    assertThat(api.get(PATH).body()).isEqualTo(replaced.body());
  }

  @Test
  void preconditionsProtectWhatOthersWrote() throws Exception {
    assertThat(put(PATH, MUG, "If-None-Match", "*").statusCode()).isEqualTo(201);
    HttpResponse<String> second = put(PATH, MUG, "If-None-Match", "*");
    problem(second, 412, "precondition-failed");
    assertThat(header(second, "ETag")).isEqualTo("\"1\"");

    String other = MUG.replace("red", "blue");
    assertThat(put(PATH, other, "If-Match", "\"1\"").statusCode()).isEqualTo(200);
    JsonNode lost = problem(put(PATH, MUG, "If-Match", "\"1\""), 412, "precondition-failed");
    assertThat(lost.get("detail").asText()).contains("version 2", "If-Match: \"2\"");
    // The answer was lost, and the same is put again.
    assertThat(put(PATH, other, "If-Match", "\"1\"").statusCode()).isEqualTo(200);
    problem(put("/v1/products/PAN", MUG, "If-Match", "*"), 412, "precondition-failed");
  }

  @Test
  void whoKnowsTheVersionHearsThatItIsTheSame() throws Exception {
    put(PATH, MUG);

    HttpResponse<String> same = get(PATH, "If-None-Match", "W/\"1\"");
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "ETag")).isEqualTo("\"1\"");
    assertThat(get(PATH, "If-None-Match", "\"7\"").statusCode()).isEqualTo(200);
    JsonNode refused =
        problem(get(PATH, "If-None-Match", "1"), 400, "invalid-parameter").get("errors").get(0);
    assertThat(refused.get("header").asText()).isEqualTo("If-None-Match");
    problem(put(PATH, MUG, "If-Match", "1"), 400, "invalid-parameter");
  }

  @Test
  void anAnswerTellsItsAgeAndWhoKnewIt() throws Exception {
    put(PATH, MUG);
    api.productClock.pass(Duration.ofSeconds(20));

    HttpResponse<String> fresh = api.get(PATH);

    assertThat(header(fresh, "Age")).isEqualTo("20");
    assertThat(header(fresh, "Cache-Status")).isEqualTo("spillway; hit; ttl=40; detail=memory");
    assertThat(fresh.headers().firstValue("Warning")).isEmpty();
    api.productClock.pass(Duration.ofSeconds(60));
    assertThat(header(api.get(PATH), "Cache-Status")).isEqualTo("spillway; fwd=miss; stored");
  }

  @Test
  void withTheShardDownAProductIsAnsweredAndMarked() throws Exception {
    put(PATH, MUG);
    api.productRows.setDown(WriteException.Kind.UNAVAILABLE);
    api.productClock.pass(Duration.ofSeconds(90));

    HttpResponse<String> stale = api.get(PATH);

    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(header(stale, "Warning")).isEqualTo("110 spillway \"Response is Stale\"");
    assertThat(header(stale, "Age")).isEqualTo("90");
    assertThat(header(stale, "Cache-Status")).contains("ttl=-30");
    HttpResponse<String> unknown = api.get("/v1/products/PAN");
    problem(unknown, 503, "reads-unavailable");
    assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
    HttpResponse<String> put = put(PATH, "{\"name\":\"Other\"}");
    problem(put, 503, "writes-unavailable");
    assertThat(put.headers().firstValue("Retry-After")).isPresent();
    api.productRows.setDown(WriteException.Kind.OUTCOME_UNKNOWN);
    problem(put(PATH, "{\"name\":\"Other\"}"), 503, "outcome-unknown");
  }

  @Test
  void aDeploymentCanLetCachesBetweenKeepProducts() throws Exception {
    try (ApiFixture kept = new ApiFixture("spillway.ingest.products.max-age = 5s")) {
      api.close();
      api = kept;
      put(PATH, MUG);
      assertThat(header(api.get(PATH), "Cache-Control"))
          .isEqualTo("max-age=5, stale-if-error=86400");
    }
  }

  static Stream<Arguments> invalid() {
    String many =
        IntStream.range(0, 33)
            .mapToObj(i -> "\"a" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{", "}"));
    return Stream.of(
        Arguments.of("[]", List.of("")),
        Arguments.of("{}", List.of("/name")),
        Arguments.of("{\"name\":\" \"}", List.of("/name")),
        Arguments.of("{\"name\":\"" + "n".repeat(201) + "\"}", List.of("/name")),
        Arguments.of("{\"name\":7,\"sku\":\"A\"}", List.of("/sku", "/name")),
        Arguments.of(
            "{\"name\":\"a\\u0000\",\"category\":\"\",\"attributes\":[]}",
            List.of("/name", "/category", "/attributes")),
        Arguments.of(
            "{\"name\":\"n\",\"category\":\"" + "c".repeat(101) + "\"}", List.of("/category")),
        Arguments.of("{\"name\":\"n\",\"attributes\":" + many + "}", List.of("/attributes")),
        Arguments.of(
            "{\"name\":\"n\",\"attributes\":{\"\":\"x\",\"a/b\":1,\"v\":\""
                + "v".repeat(257)
                + "\"}}",
            List.of("/attributes/", "/attributes/a~1b", "/attributes/v")));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void everyFaultIsNamedAndNothingIsPut(String body, List<String> pointers) throws Exception {
    JsonNode problem = problem(put(PATH, body), 422, "invalid-product");

    assertThat(problem.get("errors"))
        .extracting(error -> error.get("pointer").asText())
        .containsExactlyElementsOf(pointers);
    problem(api.get(PATH), 404, "product-not-found");
  }

  @Test
  void theLargestProductFits() throws Exception {
    String attributes =
        IntStream.range(0, 32)
            .mapToObj(i -> "\"" + "№".repeat(62) + (10 + i) + "\":\"" + "№".repeat(256) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    String body =
        "{\"name\":\""
            + "№".repeat(200)
            + "\",\"category\":\""
            + "№".repeat(100)
            + "\",\"attributes\":"
            + attributes
            + "}";
    assertThat(put(PATH, body).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/products/a%C2%A0b", "/v1/products/%20a", "/v1/products/A?tenant=No"})
  void anAddressThatNamesNoProductIsRefused(String path) throws Exception {
    problem(put(path, MUG), 400, "invalid-parameter");
    problem(api.get(path), 400, "invalid-parameter");
  }

  @Test
  void bodiesOfOtherSortsAreRefused() throws Exception {
    problem(put(PATH, "{"), 400, "malformed-json");
    problem(put(PATH, "{\"name\":\"" + "n".repeat(70_000) + "\"}"), 413, "body-too-large");
    HttpRequest.Builder text =
        api.request(PATH).PUT(BodyPublishers.ofString(MUG)).header("Content-Type", "text/plain");
    problem(api.send(text), 415, "unsupported-media-type");
    problem(api.post(PATH, "application/json", MUG), 405, "method-not-allowed");
  }

  private HttpResponse<String> put(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        api.request(path)
            .PUT(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return api.send(api.request(path).GET().headers(headers));
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("(none)");
  }
}
