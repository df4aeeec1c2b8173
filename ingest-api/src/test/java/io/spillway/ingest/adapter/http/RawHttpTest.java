package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no HTTP client would send. */
class RawHttpTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture("spillway.ingest.http.idle-timeout = 1s");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void whatIsNoHttpIsAProblemToo() throws Exception {
    assertProblem(exchange("GARBAGE\r\n\r\n"), 400);
    assertProblem(exchange("GET / HTTP/1.1\r\n\r\n"), 400);
    assertProblem(exchange("GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    assertProblem(exchange("GET /v1/stock/%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    assertProblem(exchange("GET /v1/../../etc HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    assertProblem(exchange("TRACE /v1/orders HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    assertProblem(
        exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"), 431);
    assertProblem(
        exchange("PUT / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"), 431);
    assertProblem(exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
  }

  @Test
  void theEndOfAConnectionIsAnnounced() throws Exception {
    assertThat(exchange("GET /% HTTP/1.1\r\nHost: a\r\n\r\n"))
        .contains("\r\nConnection: close\r\n");
    // Nobody reads this body, and it is not all there.
    assertThat(exchange("DELETE /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nxx"))
        .startsWith("HTTP/1.1 405")
        .contains("\r\nConnection: close\r\n");
  }

  @Test
  void aConnectionIsKeptWhenABodyThatNobodyReadsIsThere() throws Exception {
    String refused = "DELETE /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxx";
    String answers =
        exchange(refused + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answers).startsWith("HTTP/1.1 405").contains("HTTP/1.1 200");
  }

  @Test
  void anUnknownVersionIsTheCallersFault() throws Exception {
    assertProblem(exchange("GET / HTTP/9.9\r\nHost: a\r\n\r\n"), 400);
  }

  @Test
  void everyMethodNotAllowedNamesThoseThatAre() throws Exception {
    for (String method : List.of("TRACE", "PROPFIND", "DELETE")) {
      String answer =
          exchange(method + " /v1/orders HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n");
      assertProblem(answer, 405);
      assertThat(answer).contains("\r\nAllow: GET, POST, HEAD, OPTIONS\r\n");
    }
  }

  @Test
  void aKeyThatIsNotAsciiIsRefused() throws Exception {
    assertProblem(exchange(post("Idempotency-Key: schl\u00fcssel\r\n", GOOD)), 422);
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void brokenChunksAreRefused() throws Exception {
    String head =
        "POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    assertProblem(exchange(head + "zz\r\nxx\r\n"), 400);
    assertProblem(exchange(head + "0\r\n\r\n"), 400);
    assertProblem(exchange(post("Content-Length: -4\r\n", "")), 400);
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void aBodyThatStopsComingIsGivenUp() throws Exception {
    String half =
        "POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{";
    long began = System.nanoTime();

    String answer = exchange(half);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    if (!answer.isEmpty()) {
      assertThat(answer).startsWith("HTTP/1.1 4");
    }
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void aSmallBodyMayComeSlowly() throws Exception {
    try (ApiFixture patient = new ApiFixture();
        Socket socket = new Socket("127.0.0.1", patient.server.port())) {
      String request = post("Connection: close\r\n", GOOD);
      OutputStream out = socket.getOutputStream();
      int split = request.length() - GOOD.length() + 5;
      out.write(request.substring(0, split).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      Thread.sleep(5_000);
      out.write(request.substring(split).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void aBodyThatTricklesInIsCutOff() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", api.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(post("Content-Length: 100000\r\n", "").getBytes(StandardCharsets.ISO_8859_1));
      long began = System.nanoTime();
      try {
        while (socket.getInputStream().available() == 0) {
          out.write(' ');
          out.flush();
          assertThat(Duration.ofNanos(System.nanoTime() - began))
              .isLessThan(Duration.ofSeconds(15));
          Thread.sleep(100);
        }
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 4");
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?i).*(broken pipe|connection reset|aborted).*");
      }
    }
  }

  private static String post(String headers, String body) {
    return "POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + (headers.contains("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n")
        + headers
        + "\r\n"
        + body;
  }

  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      // The server closes after its idle timeout, so this ends.
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.toLowerCase(java.util.Locale.ROOT))
        .contains("content-type: application/problem+json");
    assertThat(answer).contains("urn:spillway:problem:").contains("traceId");
  }
}
