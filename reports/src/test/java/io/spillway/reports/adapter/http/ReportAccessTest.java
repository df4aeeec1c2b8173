package io.spillway.reports.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.BearerFlow;
import io.spillway.access.KeyCache;
import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Role;
import io.spillway.access.core.Tenants;
import io.spillway.access.port.TokenVerifier;
import io.spillway.reports.SampleDocuments;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryReads;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.Reports;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.testing.HandClock;
import io.spillway.runtime.testing.TestCertificates;
import io.spillway.runtime.testing.TestCertificates.PemFiles;
import io.spillway.runtime.tls.OwnCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportAccessTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant NOW = SampleDocuments.CREATED.plusSeconds(90);
  private static final ApiKey ANALYST = Keys.key(1);
  private static final ApiKey OTHER = Keys.key(2);
  private static final ApiKey EVERYBODY = Keys.key(3);
  private static final ApiKey SHOP = Keys.key(4);

  private final MemoryDocuments index = new MemoryDocuments();
  private final SampleDocuments samples = new SampleDocuments(index);
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final HandClock clock = new HandClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();
  private KeyCache keys;
  private ReportsServer server;

  @BeforeEach
  void start() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.stock("85123A", 0, 1);
    samples.stage("saga", 7, 100, NOW);
    samples.describe("o9", 2, "REJECTED").with("tenant", "zeta").line("Z9", 1, 5).write();
    index.put("stock", "zeta/Z9", Map.of("tenant", "zeta", "sku", "Z9", "available", 0));
    add(ANALYST, Tenants.of(Set.of("default")), Role.ANALYST);
    add(OTHER, Tenants.of(Set.of("zeta")), Role.ANALYST);
    add(EVERYBODY, Tenants.ALL, Role.ANALYST);
    add(SHOP, Tenants.ALL, Role.SHOP);
    keys =
        KeyCache.start(
            store, Duration.ofMillis(5), Duration.ofMinutes(1), clock, new SimpleMeterRegistry());
    await().until(() -> keys.check().healthy());
    server = serve(null);
  }

  private ReportsServer serve(@Nullable OwnCertificate certificate) {
    return new ReportsServer(
        new ReportsServer.Options(
            "127.0.0.1", 0, Duration.ofMillis(20), Duration.ofSeconds(20), certificate),
        new BearerFlow(keys, TokenVerifier.NONE, new SimpleMeterRegistry()),
        Optional.empty(),
        new MemoryReads(index),
        new MemoryOrders(index),
        new Random(7),
        clock);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    keys.close();
    http.close();
  }

  @Test
  void programsNeedCredentialsWithTheScope() throws Exception {
    assertNeedsCredentials("/reports/api");
    for (ReportDefinition report : Reports.ALL) {
      assertNeedsCredentials("/reports/api/" + report.name());
      assertNeedsCredentials("/reports/api/" + report.name() + ".csv");
    }
  }

  private void assertNeedsCredentials(String path) throws Exception {
    HttpResponse<String> none = get(path);
    assertThat(none.statusCode()).as(path).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(none.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(get(path, SHOP).statusCode()).as(path).isEqualTo(403);
    assertThat(get(path, EVERYBODY).statusCode()).as(path).isEqualTo(200);
  }

  @Test
  void peopleAreSentToTheLoginAndBack() throws Exception {
    for (String path : new String[] {"/reports", "/reports/orders?status=CONFIRMED"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location"))
          .hasValue("/reports/login?next=" + encoded(path));
    }
    HttpResponse<String> login = login(ANALYST, "/reports/orders?status=CONFIRMED", "same-origin");
    assertThat(login.statusCode()).isEqualTo(303);
    assertThat(login.headers().firstValue("Location")).hasValue("/reports/orders?status=CONFIRMED");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/reports");
    assertThat(cookie).doesNotContain(ANALYST.secret());
    assertThat(withCookie("/reports", cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void encryptedTheSessionIsNeverSentInClear(@TempDir Path directory) throws Exception {
    PemFiles files = TestCertificates.write(directory, "reports", 1);
    Settings settings =
        Settings.of(
            ConfigFactory.parseMap(
                Map.of(
                    "r.tls.certificate-file", files.certificate().toString(),
                    "r.tls.key-file", files.key().toString())));
    OwnCertificate certificate = OwnCertificate.from(settings, "r.tls");
    settings.check();
    try (ReportsServer encrypted = serve(certificate);
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(TrustedCertificates.context(files.certificate()))
                .build()) {
      HttpRequest.Builder login =
          HttpRequest.newBuilder(
                  URI.create("https://127.0.0.1:" + encrypted.port() + "/reports/login"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("key=" + ANALYST.text()));
      HttpResponse<String> answer = client.send(login.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
          .contains("Secure", "HttpOnly");
      HttpRequest plain =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + encrypted.port() + "/reports"))
              .build();
      assertThatThrownBy(() -> http.send(plain, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLoginLeadsToNoOtherSite() throws Exception {
    for (String next :
        new String[] {
          "https://evil.test", "//evil.test", "/reports/../x\\y", "/other", "/reportsx", "\r\nX: y"
        }) {
      assertThat(login(ANALYST, next, "same-origin").headers().firstValue("Location"))
          .as(next)
          .hasValue("/reports");
    }
  }

  @Test
  void anotherSitesFormLogsNobodyIn() throws Exception {
    HttpResponse<String> answer = login(ANALYST, "/reports", "cross-site");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aWrongKeyIsToldAndLogsNobodyIn() throws Exception {
    HttpResponse<String> answer = login(Keys.key(9), "/reports", "same-origin");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("The API key is not valid.");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(login(SHOP, "/reports", "same-origin").body()).contains("reports:read");
  }

  @Test
  void aSessionEndsWithItsKeyAndAfterTwelveHours() throws Exception {
    String session = session(ANALYST);
    clock.pass(Sessions.LIFETIME);
    // The keys were read in time that has passed by now.
    await().until(() -> keys.check().healthy());
    assertThat(withCookie("/reports", session).statusCode()).isEqualTo(302);

    String another = session(ANALYST);
    assertThat(withCookie("/reports", another).statusCode()).isEqualTo(200);
    store.change(ANALYST.id(), key -> key.revoked(clock.instant()));
    await().until(() -> withCookie("/reports", another).statusCode() == 302);
  }

  @Test
  void aLogoutEndsTheSession() throws Exception {
    String session = session(ANALYST);
    http.send(
        request("/reports/logout").header("Cookie", session).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
    assertThat(withCookie("/reports", session).statusCode()).isEqualTo(302);
  }

  @Test
  void aTenantSeesItsOwnDataInEveryReportAndNothingElse() throws Exception {
    for (ReportDefinition report : Reports.ALL) {
      HttpResponse<String> answer = get("/reports/api/" + report.name(), ANALYST);
      if (report.index().equals("stage-lag")) {
        assertThat(answer.statusCode()).as(report.name()).isEqualTo(403);
        continue;
      }
      assertThat(answer.statusCode()).as(report.name()).isEqualTo(200);
      JsonNode own = JSON.readTree(answer.body());
      JsonNode chosen =
          JSON.readTree(get("/reports/api/" + report.name() + "?tenant=default", EVERYBODY).body());
      assertThat(own.path("rows")).as(report.name()).isEqualTo(chosen.path("rows"));
      assertThat(answer.body()).doesNotContain("zeta");
      assertThat(get("/reports/api/" + report.name() + "?tenant=zeta", ANALYST).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aTenantFindsItsOwnOrdersOnly() throws Exception {
    String own = session(ANALYST);
    String other = session(OTHER);
    assertThat(withCookie("/reports/orders/o1", own).statusCode()).isEqualTo(200);
    HttpResponse<String> foreign = withCookie("/reports/orders/o1", other);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(withCookie("/reports/orders/none", other).body());
    assertThat(withCookie("/reports/orders", own).body()).contains("o1").doesNotContain("o9");
    assertThat(withCookie("/reports/orders", other).body()).contains("o9").doesNotContain("o1");
    assertThat(withCookie("/reports/orders?tenant=default", other).statusCode()).isEqualTo(403);
  }

  @Test
  void theLiveStreamEndsWithTheKey() throws Exception {
    String session = session(ANALYST);
    HttpResponse<Stream<String>> live =
        http.send(
            request("/reports/live").header("Cookie", session).build(), BodyHandlers.ofLines());
    store.change(ANALYST.id(), key -> key.revoked(clock.instant()));
    String all = String.join("\n", live.body().toList());
    assertThat(all).contains("event: part").doesNotContain("zeta").doesNotContain("stage-lag");
    assertThat(get("/reports/live").statusCode()).isEqualTo(401);
  }

  private void add(ApiKey key, Tenants tenants, Role role) throws Exception {
    store.add(Keys.stored(key, tenants, role.scopes()));
  }

  private String session(ApiKey key) throws Exception {
    return login(key, "/reports", "same-origin")
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .split(";")[0];
  }

  private HttpResponse<String> login(ApiKey key, String next, String site) throws Exception {
    return http.send(
        request("/reports/login?next=" + encoded(next))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", site)
            .POST(BodyPublishers.ofString("key=" + key.text()))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> withCookie(String path, String cookie) throws Exception {
    return http.send(
        request(path).header("Cookie", cookie.split(";")[0]).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, ApiKey key) throws Exception {
    return http.send(
        request(path).header("Authorization", "Bearer " + key.text()).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
