package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.Authenticator;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Limits of callers, who are named by their credentials here. */
class QuotasApiTest {
  private static final Authenticator NAMED =
      credentials ->
          new Authentication.Granted(
              new Identity("key:" + credentials, Tenants.ALL, EnumSet.allOf(Scope.class)));

  @Test
  void callersHaveRatesOfTheirOwn() throws Exception {
    try (ApiFixture api =
        new ApiFixture(
            "spillway.ingest.rate { caller-orders-per-second = 1, caller-burst = 2 }", NAMED)) {
      assertThat(submit(api, "a", "k1").statusCode()).isEqualTo(202);
      assertThat(submit(api, "a", "k2").statusCode()).isEqualTo(202);
      HttpResponse<String> refused = submit(api, "a", "k3");
      assertThat(problem(refused, 429, "rate-limited").get("detail").asText())
          .startsWith("These credentials exceed their orders per second");
      assertThat(refused.headers().firstValue("RateLimit")).hasValue("\"caller\";r=0;t=2");
      assertThat(submit(api, "b", "k3").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void bytesOfATenantAreLimited() throws Exception {
    try (ApiFixture api =
        new ApiFixture(
            "spillway.ingest.rate { bytes-per-second = 100B, bytes-burst = 1024B }", NAMED)) {
      String large = GOOD.replace("{", "{" + " ".repeat(900));
      assertThat(api.submit(large, "k1").statusCode()).isEqualTo(202);
      HttpResponse<String> refused = api.submit(large, "k2");
      problem(refused, 429, "rate-limited");
      long retryAfter = refused.headers().firstValueAsLong("Retry-After").orElseThrow();
      assertThat(retryAfter).isGreaterThan(1);
    }
  }

  @Test
  void aCallersOpenWaitsAreLimited() throws Exception {
    try (ApiFixture api = new ApiFixture("spillway.ingest.waits.per-caller = 2", NAMED)) {
      CompletableFuture<Integer> first = waitLater(api, "a");
      CompletableFuture<Integer> second = waitLater(api, "a");
      Awaitility.await()
          .until(() -> api.meters.get("spillway.ingest.waits.waiting").gauge().value() == 2);
      assertThat(wait(api, "a", "PT1S")).isEqualTo(503);
      assertThat(wait(api, "b", "PT0.05S")).isEqualTo(404);
      api.waits.endAll();
      assertThat(first.get()).isEqualTo(404);
      assertThat(second.get()).isEqualTo(404);
    }
  }

  private static CompletableFuture<Integer> waitLater(ApiFixture api, String caller) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            status.complete(wait(api, caller, "PT20S"));
          } catch (Exception e) {
            status.completeExceptionally(e);
          }
        });
    return status;
  }

  private static int wait(ApiFixture api, String caller, String time) throws Exception {
    RoutedId id = RoutedId.ofOrder("default", "c", "k");
    return api.send(
            api.request("/v1/orders/" + id + "?wait=" + time).header("Authorization", caller).GET())
        .statusCode();
  }

  private static HttpResponse<String> submit(ApiFixture api, String caller, String key)
      throws Exception {
    return api.send(
        api.request("/v1/orders")
            .header("Authorization", caller)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(GOOD)));
  }
}
