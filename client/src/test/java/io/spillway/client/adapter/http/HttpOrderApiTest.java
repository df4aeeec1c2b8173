package io.spillway.client.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.client.OrderClient;
import io.spillway.client.core.NewOrder;
import io.spillway.client.core.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real connection: headers, the key's file, Retry-After. */
class HttpOrderApiTest {
  private static final String ACCEPTED =
      "{\"orderId\":\"d3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb\",\"acceptedAt\":\"2026-11-29T10:00:00Z\"}";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private final AtomicInteger unavailable = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          boolean down = unavailable.getAndDecrement() > 0;
          if (down) {
            exchange.getResponseHeaders().add("Retry-After", "1");
          }
          byte[] body = (down ? "busy" : ACCEPTED).getBytes(UTF_8);
          exchange.sendResponseHeaders(down ? 503 : 202, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsTheKeyOfTheFileAndHeedsRetryAfter(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("key"), "spk_first\n");
    unavailable.set(1);
    long begin = System.nanoTime();
    try (OrderClient client = OrderClient.at(address()).apiKeyFile(file).build()) {
      assertThat(client.submit("cart-1", NewOrder.of("c-1", "EUR").line("MUG-1", 1, 990)))
          .isInstanceOf(Submission.Accepted.class);
      Files.writeString(file, "spk_second\n");
      client.confirm("a b");
    }

    assertThat(System.nanoTime() - begin).isGreaterThan(1_000_000_000L);
    assertThat(received).hasSize(3);
    assertThat(received.get(0))
        .startsWith("POST /v1/orders Bearer spk_first cart-1 {\"customerId\":\"c-1\"")
        .isEqualTo(received.get(1));
    assertThat(received.get(2)).startsWith("POST /v1/orders/a%20b/confirm Bearer spk_second ");
  }

  @Test
  void namesWhatIsWrong(@TempDir Path home) throws Exception {
    Path noPem = Files.writeString(home.resolve("ca.pem"), "no certificate");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderClient.at("localhost"))
        .withMessageContaining("address = 'localhost'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderClient.at(address()).caFile(noPem).build())
        .withMessageContaining("expected certificates in PEM");
    assertThatThrownBy(() -> OrderClient.at(address()).caFile(home.resolve("none")).build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be read");
  }

  private String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }
}
