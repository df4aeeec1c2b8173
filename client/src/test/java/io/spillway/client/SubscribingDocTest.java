package io.spillway.client;

import static io.spillway.schemas.orders.v1.OrderStatus.CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.core.NewOrder;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.SampleOrder;
import io.spillway.client.core.Submission;
import io.spillway.client.core.UnprocessableEventException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/subscribing.md, which is compiled and run here, or in the example. */
class SubscribingDocTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// docs: [a-z-]+\n(.*?) *// docs: end\n", Pattern.DOTALL);

  private final List<String> printed = new ArrayList<>();
  private final Labels labels = printed::add;

  @Test
  void everyBlockIsCodeThatRuns() throws IOException {
    List<String> code = new ArrayList<>();
    for (String file :
        List.of(
            "client/src/test/java/io/spillway/client/SubscribingDocTest.java",
            "examples/logistics/src/main/java/io/spillway/examples/logistics/LogisticsMain.java")) {
      code.addAll(all(REGION, Files.readString(ROOT.resolve(file))));
    }
    List<String> blocks = all(BLOCK, Files.readString(ROOT.resolve("docs/subscribing.md")));

    assertThat(blocks).hasSize(5).allSatisfy(block -> assertThat(code).contains(block));
  }

  @Test
  void aSubscription() throws Exception {
    // docs: subscription
    Subscription subscription =
        Subscription.to("orders.events.v1")
            .bootstrap("localhost:19092")
            .group("logistics-labels")
            .filter(OrderFilter.status(CONFIRMED).and(OrderFilter.tenant("acme")))
            .deduplicate(MemorySequences.create())
            .handle(event -> labels.print(event.getOrderId()));
    // docs: end
    assertThat(subscription.state()).isEqualTo(Subscription.State.NEW);
    subscription.close();
    // It ends at once: it was closed.
    run(subscription);
  }

  private static void run(Subscription subscription) throws InterruptedException {
    if (subscription.state() == Subscription.State.NEW) {
      subscription.start();
    }
    subscription.awaitEnd();
  }

  @Test
  void retriesAndDeadLetters() {
    TestSource source =
        // docs: failures
        Subscription.testing()
            .retry(RetryPolicy.DEFAULT.withAttempts(3).withOutage(Duration.ofMinutes(30)))
            .handle(
                event -> {
                  if (event.getOrder().getLinesCount() == 0) {
                    throw new UnprocessableEventException("nothing to send");
                  }
                  labels.print(event.getOrderId());
                });
    // docs: end
    source.send(SampleOrder.of("acme", 1).created().toBuilder().clearOrder().build());
    assertThat(source.deadLetters().getFirst().cause()).isEqualTo("nothing to send");
  }

  @Test
  void aTestOfAHandler() {
    // docs: testing
    SampleOrder order = SampleOrder.of("acme", 1);
    TestSource source =
        Subscription.testing()
            .filter(OrderFilter.status(CONFIRMED))
            .deduplicate(MemorySequences.create())
            .handle(event -> labels.print(event.getOrderId()));

    source.send(order.created(), order.confirmed()).replay();

    assertThat(printed).containsExactly(order.orderId());
    assertThat(source.deadLetters()).isEmpty();
    // docs: end
  }

  @Test
  void aShop(@TempDir Path home) throws Exception {
    Path keyFile = Files.writeString(home.resolve("key"), "spk_x");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"orderId\":\"ID\",\"acceptedAt\":\"2026-11-29T10:00:00Z\",\"status\":\"CONFIRMED\"}"
                  .getBytes(StandardCharsets.UTF_8);
          boolean read = exchange.getRequestMethod().equals("GET");
          exchange.sendResponseHeaders(read ? 200 : 202, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://localhost:" + server.getAddress().getPort();
      // docs: shop
      try (OrderClient shop = OrderClient.at(address).apiKeyFile(keyFile).build()) {
        NewOrder order = NewOrder.of("c-1", "EUR").line("MUG-1", 2, 990);
        switch (shop.submit("cart-4711", order)) {
          case Submission.Accepted accepted ->
              shop.await(accepted.orderId(), Duration.ofSeconds(5))
                  .ifPresent(view -> labels.print(view.status()));
          case Submission.Refused refused -> labels.print(refused.problem().toString());
        }
      }
      // docs: end
    } finally {
      server.stop(0);
    }
    assertThat(printed).containsExactly("CONFIRMED");
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1).stripTrailing().stripIndent());
    }
    return found;
  }

  /** What the page's program does with an order. */
  private interface Labels {
    void print(String text);
  }
}
