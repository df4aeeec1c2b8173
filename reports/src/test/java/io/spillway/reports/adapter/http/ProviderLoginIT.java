package io.spillway.reports.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.access.Authenticator;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.OpenIdFlow;
import io.spillway.access.adapter.oidc.HttpOpenIdProvider;
import io.spillway.access.core.Authentication;
import io.spillway.reports.SampleDocuments;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryReads;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins with somebody else's provider, a certified one, through its own forms. */
@Tag("extended")
class ProviderLoginIT {
  private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Authenticator NOBODY = _ -> new Authentication.Denied("none", "no such key");

  private final MemoryDocuments index = new MemoryDocuments();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Browser browser = new Browser(http);
  private CertifiedProvider provider;
  private HttpOpenIdProvider client;
  private ReportsServer server;

  @BeforeEach
  void start() throws Exception {
    new SampleDocuments(index).order("o1", 2, "CONFIRMED");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI reports = URI.create("http://127.0.0.1:" + port);
    provider =
        CertifiedProvider.start(
            reports.resolve(OpenIdConfig.CALLBACK_PATH), reports.resolve("/reports/login"));
    OpenIdConfig config =
        new OpenIdConfig(
            provider.issuer().toString(),
            "spillway-reports",
            Optional.of("a-secret-of-the-test"),
            reports,
            "the provider",
            List.of("openid", "offline_access"),
            "tenant",
            "roles",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            256 << 10,
            Duration.ofHours(12));
    client = new HttpOpenIdProvider(config, Clock.systemUTC());
    server =
        new ReportsServer(
            new ReportsServer.Options(
                "127.0.0.1", port, Duration.ofMillis(200), Duration.ofSeconds(20), null),
            NOBODY,
            Optional.of(new OpenIdFlow(config, client, new SecureRandom(), Clock.systemUTC())),
            new MemoryReads(index),
            new MemoryOrders(index),
            new SecureRandom(),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
      client.close();
      provider.close();
    }
    http.close();
  }

  @Test
  void aPersonLogsInIsRenewedAndLogsOut() throws Exception {
    HttpResponse<String> back = logIn("ada");
    assertThat(Browser.refresh(back)).isEqualTo(at("/reports/orders"));
    HttpResponse<String> page = browser.open(Browser.refresh(back));
    assertThat(page.body()).contains("o1", "Log out");

    // The access token is valid for two seconds: twice it is renewed, with another refresh token.
    for (int round = 0; round < 2; round++) {
      Thread.sleep(2_500);
      assertThat(browser.open(at("/reports/orders")).statusCode()).isEqualTo(200);
    }

    URI logout = Browser.refresh(browser.post(at("/reports/logout"), ""));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
    HttpResponse<String> asked = browser.openFromElsewhere(logout);
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
    assertThat(asked.body()).contains("sign-out");
  }

  @Test
  void whoMayNotReadReportsIsToldSo() throws Exception {
    HttpResponse<String> back = logIn("eve");
    assertThat(back.statusCode()).isEqualTo(403);
    assertThat(back.body()).contains("reports:read");
  }

  @Test
  void aCodeIsRedeemedOnceAndInItsBrowser() throws Exception {
    URI callback = callback("ada");
    assertThat(new Browser(http).openFromElsewhere(callback).statusCode()).isEqualTo(400);
    assertThat(browser.openFromElsewhere(callback).statusCode()).isEqualTo(200);
    assertThat(browser.openFromElsewhere(callback).statusCode()).isEqualTo(400);
  }

  @Test
  void whenTheProviderEndsTheSessionIsNotRenewed() throws Exception {
    logIn("ada");
    provider.close();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> browser.open(at("/reports/orders")).statusCode() == 503);
  }

  private HttpResponse<String> logIn(String person) throws Exception {
    return browser.openFromElsewhere(callback(person));
  }

  /** Goes through the provider's pages until it redirects back. */
  private URI callback(String person) throws Exception {
    URI login = Browser.location(browser.open(at("/reports/login/oidc?next=/reports/orders")));
    HttpResponse<String> answer = browser.openFromElsewhere(login);
    for (int step = 0; step < 20; step++) {
      URI next;
      if (answer.statusCode() / 100 == 3) {
        next = Browser.location(answer);
        if (next.getPath().equals(OpenIdConfig.CALLBACK_PATH)) {
          return next;
        }
        answer = browser.open(next);
      } else {
        Matcher form = FORM.matcher(answer.body());
        assertThat(form.find()).as(answer.body()).isTrue();
        boolean consent = answer.body().contains("value=\"consent\"");
        answer =
            browser.post(
                answer.uri().resolve(form.group(1)),
                consent ? "prompt=consent" : "prompt=login&login=" + person + "&password=any");
      }
    }
    throw new AssertionError("no end: " + answer.uri());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
