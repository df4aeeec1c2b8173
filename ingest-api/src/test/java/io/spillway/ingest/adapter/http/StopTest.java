package io.spillway.ingest.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopTest {
  @Test
  void requestsOnTheirWayAreAnsweredBeforeAStop() throws Exception {
    try (ApiFixture api = new ApiFixture();
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<Void> acknowledged = new CompletableFuture<>();
      api.log.holdUntil(acknowledged);
      CompletableFuture<HttpResponse<String>> order =
          client.sendAsync(
              api.request("/v1/orders")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(Orders.GOOD))
                  .build(),
              BodyHandlers.ofString());
      await().until(() -> !api.log.orders().isEmpty());

      CompletableFuture<Void> stop = CompletableFuture.runAsync(api.server::close);
      await().until(() -> refuses(api));
      assertThat(order).isNotDone();
      acknowledged.complete(null);

      assertThat(order.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      stop.get(10, TimeUnit.SECONDS);
    }
  }

  private static boolean refuses(ApiFixture api) throws InterruptedException {
    try {
      return api.get("/health/live").statusCode() == 503;
    } catch (IOException closed) {
      return true;
    }
  }
}
