package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static io.spillway.ingest.adapter.http.Orders.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compressed bodies: taken like others, within the same limits. */
class GzipTest {
  private static final String JSON = "application/json";
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
  void everyBodyMayBeCompressed() throws Exception {
    assertThat(post("/v1/orders", JSON, gzip(GOOD)).statusCode()).isEqualTo(202);
    assertThat(post("/v1/orders:batch", "application/x-ndjson", gzip(GOOD + '\n' + GOOD)).body())
        .hasLineCount(2);
    String adjustments = "[{\"sku\":\"A\",\"delta\":1,\"reference\":\"r\"}]";
    assertThat(post("/v1/stock/adjustments", JSON, gzip(adjustments)).statusCode()).isEqualTo(202);
    var product =
        api.request("/v1/products/A")
            .header("Content-Type", JSON)
            .header("Content-Encoding", "x-gzip")
            .PUT(BodyPublishers.ofByteArray(gzip("{\"name\":\"Mug\"}")));
    assertThat(api.send(product).statusCode()).isEqualTo(201);
    assertThat(api.log.orders()).hasSize(3);
    assertThat(api.commands.adjustments()).hasSize(1);
  }

  @Test
  void membersThatFollowEachOtherAreOneBody() throws Exception {
    byte[] first = gzip(GOOD.substring(0, 20));
    assertThat(post("/v1/orders", JSON, join(first, gzip(GOOD.substring(20)))).statusCode())
        .isEqualTo(202);
  }

  @Test
  void aCorruptStreamIsRefused() throws Exception {
    byte[] whole = gzip(GOOD);
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1;
    byte[] header = Arrays.copyOf(whole, 10);
    for (byte[] corrupt :
        new byte[][] {
          GOOD.getBytes(StandardCharsets.UTF_8),
          {0x1f},
          header,
          flipped,
          Arrays.copyOf(whole, whole.length - 1),
          Arrays.copyOf(whole, whole.length - 9),
          join(whole, new byte[1]),
          join(whole, new byte[100]),
          join(whole, header),
          join(whole, Arrays.copyOf(whole, whole.length - 1))
        }) {
      JsonNode problem = problem(post("/v1/orders", JSON, corrupt), 400, "bad-request");
      assertThat(problem.get("detail").asText())
          .isEqualTo("The body is not a complete gzip stream.");
    }
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void theLimitsHoldForTheDecompressedBodyAndForTheRatio() throws Exception {
    byte[] random = new byte[800 << 10];
    new Random(7).nextBytes(random);
    String text = new String(random, StandardCharsets.ISO_8859_1).replaceAll("[^a-zA-Z]", "y");
    byte[] large = gzip(with("\"attributes\":{\"a\":\"" + text + text + "\"}"));
    assertThat(large.length).isLessThan(1 << 20);
    assertThat(problem(post("/v1/orders", JSON, large), 413, "body-too-large").get("detail"))
        .hasToString("\"The decompressed body exceeds the limit of 1048576 bytes.\"");

    byte[] bomb = gzip(GOOD + " ".repeat(1_000_000));
    assertThat(problem(post("/v1/orders", JSON, bomb), 413, "body-too-large").get("detail"))
        .hasToString("\"The body decompresses to more than 100 times its length.\"");
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsSkipped() throws Exception {
    assertThat(post("/v1/orders", JSON, gzip("\ufeff" + GOOD)).statusCode()).isEqualTo(202);
    assertThat(api.submit("\ufeff" + GOOD, "marked").statusCode()).isEqualTo(202);
    HttpResponse<String> batch =
        api.post("/v1/orders:batch", "application/x-ndjson", "\ufeff" + GOOD + "\n\ufeff" + GOOD);
    assertThat(batch.body().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"status\":202"),
            second -> assertThat(second).contains("\"status\":400"));
    assertThat(api.log.orders()).hasSize(3);
  }

  private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    return api.post(path, type, BodyPublishers.ofByteArray(body), "Content-Encoding", "gzip");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
