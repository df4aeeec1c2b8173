package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.testing.TestCertificates;
import io.spillway.runtime.testing.TestCertificates.PemFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same limits as over HTTP, see {@link RawHttpTest}, and nothing but HTTPS. */
class HttpsTest {
  @TempDir static Path directory;
  private static PemFiles files;
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    files = TestCertificates.write(directory, "api", 1);
    api = new ApiFixture(settings() + "\nspillway.ingest.http.idle-timeout = 1s");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String settings() {
    return "spillway.ingest.tls.certificate-file = \""
        + files.certificate()
        + "\"\nspillway.ingest.tls.key-file = \""
        + files.key()
        + '"';
  }

  @Test
  void ordersAreAcceptedAndABrowserOfThisMachineIsToldNothingToRemember() throws Exception {
    String answer = exchange(post("Connection: close\r\n", GOOD));
    assertThat(answer).startsWith("HTTP/1.1 202");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("strict-transport");
  }

  @Test
  void elsewhereBrowsersRememberThatTheServerSpeaksHttps() throws Exception {
    try (ApiFixture open = new ApiFixture(settings() + "\nspillway.ingest.host = \"0.0.0.0\"");
        Socket socket = connect(open, files, "TLSv1.3")) {
      assertThat(
              exchange(socket, "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
          .contains("Strict-Transport-Security: max-age=31536000");
    }
  }

  @Test
  void whatIsNoHttpsIsNotAnswered() throws Exception {
    try (Socket plain = new Socket("127.0.0.1", api.server.port())) {
      assertThat(exchange(plain, "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"))
          .doesNotContain("HTTP/1.1");
    } catch (IOException reset) {
      assertThat(reset).hasMessageMatching("(?i).*(broken pipe|connection reset).*");
    }
    assertThatThrownBy(() -> connect(api, files, "TLSv1.1").close())
        .isInstanceOf(SSLException.class);
    try (Socket older = connect(api, files, "TLSv1.2")) {
      assertThat(exchange(older, post("Connection: close\r\n", GOOD))).startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void limitsAndMalformedRequestsAreAnsweredAsOverHttp() throws Exception {
    assertProblem(exchange("GARBAGE\r\n\r\n"), 400);
    assertProblem(
        exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"), 431);
    assertProblem(exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    assertProblem(exchange(post("Content-Length: -4\r\n", "")), 400);
    String chunked =
        "POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    assertProblem(exchange(chunked + "zz\r\nxx\r\n"), 400);
  }

  @Test
  void aBodyThatTricklesInIsCutOff() throws Exception {
    try (Socket socket = connect(api, files, "TLSv1.3")) {
      OutputStream out = socket.getOutputStream();
      out.write(post("Content-Length: 100000\r\n", "").getBytes(StandardCharsets.ISO_8859_1));
      long began = System.nanoTime();
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(' ');
                  out.flush();
                  assertThat(Duration.ofNanos(System.nanoTime() - began))
                      .isLessThan(Duration.ofSeconds(15));
                  Thread.sleep(100);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoConnectsAndSaysNothingIsLetGo() throws Exception {
    try (Socket silent = new Socket("127.0.0.1", api.server.port())) {
      silent.setSoTimeout(10_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aNewCertificateIsServedWithoutARestartAndOpenConnectionsStay() throws Exception {
    PemFiles own = TestCertificates.write(directory, "own", 5);
    String settings = settings().replace("api", "own");
    try (ApiFixture renewed = new ApiFixture(settings);
        Socket open = connect(renewed, own, "TLSv1.3")) {
      assertThat(serial((SSLSocket) open)).isEqualTo(5);
      TestCertificates.write(directory, "own", 6);
      Awaitility.await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                try (SSLSocket next = connect(renewed, own, "TLSv1.3")) {
                  return serial(next) == 6;
                }
              });
      assertThat(exchange(open, post("Connection: close\r\n", GOOD))).startsWith("HTTP/1.1 202");
    }
  }

  private static long serial(SSLSocket socket) throws SSLException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSerialNumber()
        .longValue();
  }

  private static SSLSocket connect(ApiFixture to, PemFiles trusted, String protocol)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TrustedCertificates.context(trusted.certificate())
                .getSocketFactory()
                .createSocket("127.0.0.1", to.server.port());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String post(String headers, String body) {
    return "POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + (headers.contains("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n")
        + headers
        + "\r\n"
        + body;
  }

  private static String exchange(String request) throws IOException {
    try (Socket socket = connect(api, files, "TLSv1.3")) {
      return exchange(socket, request);
    }
  }

  private static String exchange(Socket socket, String request) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.toLowerCase(java.util.Locale.ROOT))
        .contains("content-type: application/problem+json");
    assertThat(answer).contains("urn:spillway:problem:").contains("traceId");
  }
}
