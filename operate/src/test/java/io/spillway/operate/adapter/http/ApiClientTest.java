package io.spillway.operate.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.operate.core.LineAnswer;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.adapter.http.ApiRows;
import io.spillway.verify.core.StockAdjustment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private static final String PROBLEM =
      """
      {"type":"urn:x","title":"The order is not valid","status":422,"detail":"1 fault was found",\
      "errors":[{"pointer":"/lines/0/quantity","reason":"must be positive"}]}\
      """;

  private HttpServer server;
  private boolean started = true;
  private ApiClient client;
  private ApiRows rows;
  private int status = 200;
  private String answer = "";
  private String received = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          byte[] body = answer.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Retry-After", "3");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client =
        new ApiClient(
            ApiAddress.open(
                () -> {
                  if (!started) {
                    throw new OperationException("not started");
                  }
                  return uri;
                }));
    rows = new ApiRows(ApiAddress.open(() -> uri));
  }

  @AfterEach
  void stop() {
    client.close();
    rows.close();
    server.stop(0);
  }

  @Test
  void aBatchIsAnsweredLineByLine() throws Exception {
    answer =
        "{\"line\":1,\"status\":202,\"orderId\":\"id-1\",\"acceptedAt\":\"2026-01-01T00:00:00Z\"}\n"
            + PROBLEM
            + "\n{\"title\":\"in flight\",\"status\":409}\n";
    assertThat(client.submit(List.of("a", "b", "c")))
        .containsExactly(
            new LineAnswer.Accepted("id-1"),
            new LineAnswer.Refused(
                422,
                "The order is not valid: 1 fault was found; /lines/0/quantity must be positive"),
            new LineAnswer.Later("409 in flight"));
    assertThat(received).isEqualTo("a\nb\nc\n");
  }

  @Test
  void aStockLevelIsReadFieldByField() throws Exception {
    answer =
        """
        {"sku":"a b","available":3,"lines":[{"n":1}],"updatedAt":"2026-03-08T05:30:00Z"}\
        """;
    assertThat(rows.stock(List.of("shop/a b")))
        .containsExactly(
            Map.entry(
                "shop/a b",
                Map.of(
                    "sku", "a b",
                    "available", "3",
                    "lines", "[{\"n\":1}]",
                    "updatedAt", "2026-03-08T05:30:00Z")));
    status = 404;
    assertThat(rows.orders(List.of("none"))).isEmpty();
  }

  @Test
  void anOverloadedServerMayBeAskedAgainWhenItSays() {
    status = 503;
    answer = "{\"title\":\"Too much\"}";
    assertThatThrownBy(() -> client.submit(List.of("a")))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(3));
              assertThat(e).hasMessage("503 Too much");
            });
  }

  @Test
  void aRequestThatIsRefusedAsAWholeRefusesEachLine() throws Exception {
    status = 413;
    answer = "{\"title\":\"The body is too large\"}";
    assertThat(client.submit(List.of("a", "b")))
        .containsOnly(new LineAnswer.Refused(413, "The body is too large"))
        .hasSize(2);
  }

  @Test
  void aServerThatIsAwayMayBeAskedAgain() {
    server.stop(0);
    assertThatThrownBy(() -> client.submit(List.of("a"))).isInstanceOf(UnavailableException.class);
  }

  @Test
  void aServerThatIsBeingStartedAgainMayBeAskedAgain() throws Exception {
    status = 202;
    client.adjust(List.of(new StockAdjustment("t", "S", 5, "r")));
    started = false;
    server.stop(0);
    assertThatThrownBy(() -> client.submit(List.of("a"))).isInstanceOf(UnavailableException.class);
  }

  @Test
  void aServerThatWasNeverStartedIsAnError() {
    started = false;
    assertThatThrownBy(() -> client.submit(List.of("a"))).hasMessage("not started");
  }

  @Test
  void adjustmentsGoAsAnArray() throws Exception {
    status = 202;
    client.adjust(List.of(new StockAdjustment("t", "S", 5, "r")));
    assertThat(received)
        .isEqualTo("[{\"tenant\":\"t\",\"sku\":\"S\",\"delta\":5,\"reference\":\"r\"}]");
  }

  @Test
  void refusedAdjustmentsNameTheFaults() {
    status = 422;
    answer = PROBLEM;
    assertThatThrownBy(() -> client.adjust(List.of(new StockAdjustment("t", "S", 5, "r"))))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("/lines/0/quantity must be positive");
  }

  @Test
  void anOrderIsIndented() throws Exception {
    answer = "{\"orderId\":\"x\"}";
    assertThat(client.order("x").orElseThrow()).contains("\n  \"orderId\" : \"x\"");
  }

  @Test
  void aMissingOrderIsEmpty() throws Exception {
    status = 404;
    assertThat(client.order("x")).isEmpty();
  }
}
