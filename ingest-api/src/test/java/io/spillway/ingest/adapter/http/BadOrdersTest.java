package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static io.spillway.ingest.adapter.http.Orders.LINE;
import static io.spillway.ingest.adapter.http.Orders.line;
import static io.spillway.ingest.adapter.http.Orders.lines;
import static io.spillway.ingest.adapter.http.Orders.order;
import static io.spillway.ingest.adapter.http.Orders.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an order is said, each fault by its place, and nothing is produced. */
class BadOrdersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String A_MEGABYTE = "x".repeat(1 << 20);
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        bad("not an object", "[1]", ""),
        bad("not an object either", "7", ""),
        bad("nothing in it", "{}", "/customerId", "/currency", "/lines"),
        bad("unknown field", with("\"colour\":\"red\""), "/colour"),
        bad("hold that is no duration", with("\"holdFor\":\"15m\""), "/holdFor"),
        bad("hold as a number", with("\"holdFor\":900"), "/holdFor"),
        bad("hold null", with("\"holdFor\":null"), "/holdFor"),
        bad("hold too short", with("\"holdFor\":\"PT0.999S\""), "/holdFor"),
        bad("hold too long", with("\"holdFor\":\"P7DT1S\""), "/holdFor"),
        bad("hold negative", with("\"holdFor\":\"-PT15M\""), "/holdFor"),
        bad("partial as text", with("\"allowPartial\":\"true\""), "/allowPartial"),
        bad("partial null", with("\"allowPartial\":null"), "/allowPartial"),
        bad(
            "the batch's key in a single order",
            with("\"idempotencyKey\":\"k\""),
            "/idempotencyKey"),
        bad(
            "unknown field of a line",
            order("{\"sku\":\"A\",\"quantity\":1,\"unitAmount\":1,\"a/b~c\":1}"),
            "/lines/0/a~1b~0c"),
        bad("a name twice", with("\"currency\":\"GBP\""), "/currency"),
        bad(
            "wrong types",
            "{\"tenant\":1,\"customerId\":true,\"currency\":[],\"lines\":{},\"attributes\":[],\"placedAt\":0}",
            "/tenant",
            "/customerId",
            "/currency",
            "/lines",
            "/attributes",
            "/placedAt"),
        bad(
            "nulls",
            "{\"tenant\":null,\"customerId\":null,\"currency\":null,\"lines\":null}",
            "/tenant",
            "/customerId",
            "/currency",
            "/lines"),
        bad("no lines", order(""), "/lines"),
        bad("2,001 lines", order(lines(2_001)), "/lines"),
        bad("lines that are no objects", order("1,null,\"x\""), "/lines/0", "/lines/1", "/lines/2"),
        bad(
            "line without anything",
            order("{}"),
            "/lines/0/sku",
            "/lines/0/quantity",
            "/lines/0/unitAmount"),
        bad("quantity 0", order(line("\"A\"", "0", "1")), "/lines/0/quantity"),
        bad("quantity negative", order(line("\"A\"", "-1", "1")), "/lines/0/quantity"),
        bad("quantity above a million", order(line("\"A\"", "1000001", "1")), "/lines/0/quantity"),
        bad(
            "quantity beyond 64 bits",
            order(line("\"A\"", "99999999999999999999", "1")),
            "/lines/0/quantity"),
        bad(
            "quantity of 900 digits",
            order(line("\"A\"", "9".repeat(900), "1")),
            "/lines/0/quantity"),
        bad("quantity with a fraction", order(line("\"A\"", "1.0", "1")), "/lines/0/quantity"),
        bad("quantity with an exponent", order(line("\"A\"", "1e3", "1")), "/lines/0/quantity"),
        bad("quantity as text", order(line("\"A\"", "\"1\"", "1")), "/lines/0/quantity"),
        bad("amount negative", order(line("\"A\"", "1", "-1")), "/lines/0/unitAmount"),
        bad("amount too large", order(line("\"A\"", "1", "1000000000001")), "/lines/0/unitAmount"),
        bad(
            "amount beyond 64 bits",
            order(line("\"A\"", "1", "9223372036854775808")),
            "/lines/0/unitAmount"),
        bad("amount with a fraction", order(line("\"A\"", "1", "2.55")), "/lines/0/unitAmount"),
        bad("total too large", order(line("\"A\"", "1000000", "1000000000000")), "/lines"),
        bad("sku empty", order(line("\"\"", "1", "1")), "/lines/0/sku"),
        bad("sku of 65", order(line('"' + "A".repeat(65) + '"', "1", "1")), "/lines/0/sku"),
        bad("sku with a tab", order(line("\"A\\tB\"", "1", "1")), "/lines/0/sku"),
        bad(
            "sku of 65 surrogate pairs",
            order(line('"' + "😀".repeat(65) + '"', "1", "1")),
            "/lines/0/sku"),
        bad(
            "sku with an outer space",
            order(line("\" A\"", "1", "1") + ',' + line("\"A \"", "1", "1")),
            "/lines/0/sku",
            "/lines/1/sku"),
        bad("sku not in NFC", order(line("\"A\\u0308\"", "1", "1")), "/lines/0/sku"),
        bad("sku that no path can name", order(line("\"..\"", "1", "1")), "/lines/0/sku"),
        bad(
            "every line wrong",
            order(line("\"\"", "0", "-1") + ',' + LINE + ',' + line("1", "null", "\"\"")),
            "/lines/0/sku",
            "/lines/0/quantity",
            "/lines/0/unitAmount",
            "/lines/2/sku",
            "/lines/2/quantity",
            "/lines/2/unitAmount"),
        bad("currency unknown", GOOD.replace("GBP", "ZZZ"), "/currency"),
        bad("currency in lower case", GOOD.replace("GBP", "gbp"), "/currency"),
        bad("currency without minor unit", GOOD.replace("GBP", "XAU"), "/currency"),
        bad("currency empty", GOOD.replace("GBP", ""), "/currency"),
        bad("customer empty", GOOD.replace("17850", ""), "/customerId"),
        bad("customer blank", GOOD.replace("17850", "  "), "/customerId"),
        bad("customer of 129", GOOD.replace("17850", "c".repeat(129)), "/customerId"),
        bad("customer with a control", GOOD.replace("17850", "a\\u001fb"), "/customerId"),
        bad("customer with half a character", GOOD.replace("17850", "a\\ud800b"), "/customerId"),
        bad("tenant in upper case", with("\"tenant\":\"Shop\""), "/tenant"),
        bad("tenant of 65", with("\"tenant\":\"" + "t".repeat(65) + "\""), "/tenant"),
        bad("17 attributes", with("\"attributes\":{" + members(17) + "}"), "/attributes"),
        bad(
            "attributes of wrong shape",
            with(
                "\"attributes\":{\"\":\"v\",\"n\":1,\""
                    + "k".repeat(65)
                    + "\":\""
                    + "v".repeat(257)
                    + "\"}"),
            "/attributes/",
            "/attributes/n",
            "/attributes/" + "k".repeat(65)),
        bad("placedAt without seconds", with("\"placedAt\":\"2026-11-21T08:00Z\""), "/placedAt"),
        bad("placedAt without zone", with("\"placedAt\":\"2026-11-21T08:00:00\""), "/placedAt"),
        bad("placedAt on no day", with("\"placedAt\":\"2026-02-30T08:00:00Z\""), "/placedAt"),
        bad("placedAt in 1969", with("\"placedAt\":\"1969-12-31T23:59:59Z\""), "/placedAt"),
        bad("placedAt next month", with("\"placedAt\":\"2026-12-21T08:00:00Z\""), "/placedAt"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void namesEveryFault(String name, String body, List<String> pointers) throws Exception {
    HttpResponse<String> response = api.submit(body, "bad");

    JsonNode problem = problem(response, 422, "invalid-order");
    assertThat(problem.get("errors"))
        .extracting(error -> error.get("pointer").asText())
        .containsAll(pointers);
    assertThat(problem.get("errors")).allMatch(e -> !e.get("reason").asText().isBlank());
    assertNothingProduced();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
            "",
            " ",
            "{",
            "{\"customerId\":",
            GOOD + "{}",
            GOOD + ",",
            GOOD + " x",
            "nil",
            "NaN",
            GOOD.replace("6", "NaN"),
            GOOD.replace("6", "06"),
            GOOD.replace("6", "+6"),
            GOOD.replace("6", "9".repeat(2_000)),
            GOOD.replace("17850", "a\nb"),
            GOOD.replace("17850", "\\x"),
            GOOD.replace("{\"customerId\"", "{/* hm */\"customerId\""),
            GOOD.replace('"', '\''),
            "\ufeff\ufeff" + GOOD,
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000))
        .map(
            body -> Arguments.of("<" + body.substring(0, Math.min(40, body.length())) + ">", body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWhatIsNoJson(String name, String body) throws Exception {
    HttpResponse<String> response = api.submit(body, "bad");

    JsonNode problem = problem(response, 400, "malformed-json");
    assertThat(problem.get("errors")).hasSize(1);
    assertThat(problem.get("detail").asText())
        .matches("The JSON text [a-z].*\\.")
        .doesNotContainPattern("Feature|Source|ALLOW|Jackson|JsonToken");
    assertNothingProduced();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"a\":                | ends before its value is complete, at line 1, column 6",
        "{} {}                 | has more after its value, at line 1, column 4",
        "[1,                   | ends before its value is complete, at line 1, column 4",
        "[1 2]                 | has an unexpected character, at line 1, column 4",
        "[1}                   | closes an array or object that is not open, at line 1, column 3",
        "[nil]                 | has a word that is no JSON value, at line 1, column 2",
        "[NaN]                 | has a word that is no JSON value, at line 1, column 5",
        "[01]                  | has an invalid number, at line 1, column 3",
        "[\"\\x\"]               | has an invalid escape sequence, at line 1, column 4",
        "[\"a\tb\"]              | has a control character that is not escaped, at line 1, column 4",
        "[/**/1]               | has an unexpected character, at line 1, column 2",
      })
  void saysWhatIsNoJsonAndWhere(String body, String wrong) throws Exception {
    JsonNode problem = problem(api.submit(body, "bad"), 400, "malformed-json");
    assertThat(problem.at("/errors/0/reason").asText()).isEqualTo(wrong);
    assertThat(problem.get("detail").asText()).isEqualTo("The JSON text " + wrong + '.');
  }

  @Test
  void namesTheLimitThatIsExceeded() throws Exception {
    for (String body : List.of("[".repeat(100), "9".repeat(2_000))) {
      JsonNode problem = problem(api.submit(body, "bad"), 400, "malformed-json");
      assertThat(problem.get("detail").asText())
          .startsWith("The JSON text exceeds a limit of 32 levels, 1000 characters of a number");
    }
  }

  @Test
  void everyNameThatIsGivenTwiceIsNamed() throws Exception {
    JsonNode problem =
        problem(
            api.submit(
                "{\"a~/\":{\"\":[{},{\"b\":1,\"b\":2}]},\"a~/\":0,\"lines\":[1,{\"sku\":\"A\",\"sku\":\"A\"}]}",
                "bad"),
            422,
            "invalid-order");
    assertThat(problem.get("errors"))
        .filteredOn(error -> error.get("reason").asText().equals("is given more than once"))
        .extracting(error -> error.get("pointer").asText())
        .containsExactly("/a~0~1//1/b", "/a~0~1", "/lines/1/sku");
  }

  static Stream<byte[]> badBytes() {
    return Stream.of(
        new byte[] {'"', (byte) 0xff, '"'},
        new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
        new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
        new byte[] {'"', (byte) 0xe2, (byte) 0x82},
        GOOD.getBytes(StandardCharsets.UTF_16LE),
        GOOD.getBytes(StandardCharsets.UTF_16));
  }

  @ParameterizedTest
  @MethodSource("badBytes")
  void refusesWhatIsNotUtf8(byte[] body) throws Exception {
    HttpResponse<String> response =
        api.post("/v1/orders", "application/json", BodyPublishers.ofByteArray(body));

    problem(response, 400, "malformed-json");
    assertNothingProduced();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-ndjson",
        "application/jsonp",
        "application/json; charset=iso-8859-1",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        ";"
      })
  void refusesOtherContentTypes(String type) throws Exception {
    problem(api.post("/v1/orders", type, GOOD), 415, "unsupported-media-type");
    assertNothingProduced();
  }

  @Test
  void refusesMissingContentTypeAndUnknownEncodings() throws Exception {
    var untyped = api.request("/v1/orders").POST(BodyPublishers.ofString(GOOD));
    problem(api.send(untyped), 415, "unsupported-media-type");
    for (String encoding : List.of("br", "deflate", "gzip, gzip", "identity, br")) {
      HttpResponse<String> response =
          api.post("/v1/orders", "application/json", GOOD, "Content-Encoding", encoding);
      problem(response, 415, "unsupported-media-type");
      assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("gzip");
    }
    assertNothingProduced();
  }

  @Test
  void refusesABodyOverTheLimitWhateverItAnnounces() throws Exception {
    String body = with("\"attributes\":{\"a\":\"" + A_MEGABYTE + "\"}");

    problem(api.submit(body, "large"), 413, "body-too-large");
    problem(
        api.post(
            "/v1/orders",
            "application/json",
            BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))),
        413,
        "body-too-large");
    assertNothingProduced();
  }

  @Test
  void refusesKeysThatAreNone() throws Exception {
    for (String key : List.of("", "k".repeat(256))) {
      JsonNode problem = problem(api.submit(GOOD, key), 422, "invalid-order");
      assertThat(problem.at("/errors/0/header").asText()).isEqualTo("Idempotency-Key");
    }
    JsonNode twice =
        problem(
            api.post(
                "/v1/orders",
                "application/json",
                "{}",
                "Idempotency-Key",
                "a",
                "Idempotency-Key",
                "b"),
            422,
            "invalid-order");
    assertThat(twice.get("errors")).hasSize(4);
    assertNothingProduced();
  }

  @Test
  void spellsOutAThousandFaultsAndCountsTheRest() throws Exception {
    String body =
        order(
            IntStream.range(0, 2_000)
                .mapToObj(_ -> line("\"\"", "0", "-1"))
                .collect(Collectors.joining(",")));

    JsonNode problem = problem(api.submit(body, "many"), 422, "invalid-order");

    assertThat(problem.get("errors")).hasSize(1_000);
    assertThat(problem.get("errorCount").asInt()).isEqualTo(6_000);
    assertNothingProduced();
  }

  @Test
  void refusesUnknownAddressesAndMethods() throws Exception {
    problem(api.get("/v1/nothing"), 404, "not-found");
    problem(
        api.send(api.request("/v1/orders").PUT(BodyPublishers.noBody())),
        405,
        "method-not-allowed");
    problem(api.send(api.request("/v1/orders").DELETE()), 405, "method-not-allowed");
    problem(api.get("/v1/orders/not-an-id"), 400, "invalid-parameter");
    problem(api.get("/v1/orders/6e1cbbd2-6fd8-4b5f-9a3a-7f3d6a2f1a11"), 400, "invalid-parameter");
    problem(api.get("/v1/orders/%ff%fe"), 400, "bad-request");
  }

  static JsonNode problem(HttpResponse<String> response, int status, String type) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.get("type").asText()).isEqualTo("urn:spillway:problem:" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).matches("(?s)\\S.*\\.");
    assertThat(problem.get("traceId").asText()).matches("[0-9a-f]{32}");
    return problem;
  }

  private static void assertNothingProduced() {
    assertThat(api.log.orders()).isEmpty();
    assertThat(api.commands.adjustments()).isEmpty();
  }

  private static Arguments bad(String name, String body, String... pointers) {
    return Arguments.of(name, body, List.of(pointers));
  }

  private static String members(int count) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add("\"a" + i + "\":\"v\"");
    }
    return String.join(",", members);
  }
}
