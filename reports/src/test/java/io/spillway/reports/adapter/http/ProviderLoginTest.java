package io.spillway.reports.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jwt.JWTClaimsSet;
import io.spillway.access.Authenticator;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.OpenIdFlow;
import io.spillway.access.adapter.oidc.HttpOpenIdProvider;
import io.spillway.access.adapter.oidc.TestProvider;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.reports.SampleDocuments;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryReads;
import io.spillway.runtime.testing.HandClock;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Logins over HTTP with a provider that checks what it is sent. */
class ProviderLoginTest {
  private static final String SESSION = "spillway-session";
  private static final String LOGIN = "spillway-login";

  /** Nobody without a key that says so. */
  private static final Authenticator KEYS =
      authorization ->
          "Bearer key".equals(authorization)
              ? new Authentication.Granted(Identity.ANYONE)
              : new Authentication.Denied("none", "no such key");

  private final MemoryDocuments index = new MemoryDocuments();
  private final HandClock clock = new HandClock(Instant.now());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Browser browser = new Browser(http);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestProvider provider;
  private HttpOpenIdProvider client;
  private ReportsServer server;

  @BeforeEach
  void start() throws Exception {
    SampleDocuments samples = new SampleDocuments(index);
    samples.order("o1", 2, "CONFIRMED");
    samples.describe("o9", 2, "REJECTED").with("tenant", "zeta").line("Z9", 1, 5).write();
    provider = new TestProvider();
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    serve("http", UnaryOperator.identity());
  }

  private void serve(String scheme, UnaryOperator<OpenIdConfig> settings) throws Exception {
    int port = server == null ? freePort() : server.port();
    stopServer();
    OpenIdConfig config =
        settings.apply(provider.config(URI.create(scheme + "://127.0.0.1:" + port)));
    client = new HttpOpenIdProvider(config, clock);
    server =
        new ReportsServer(
            new ReportsServer.Options(
                "127.0.0.1", port, Duration.ofMillis(20), Duration.ofSeconds(20), null),
            KEYS,
            Optional.of(new OpenIdFlow(config, client, new Random(7), clock)),
            new MemoryReads(index),
            new MemoryOrders(index),
            new Random(7),
            clock);
  }

  @AfterEach
  void stop() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender(log);
    stopServer();
    provider.close();
    http.close();
    for (String secret : provider.secrets()) {
      assertThat(log.list)
          .noneMatch(
              event ->
                  (event.getFormattedMessage() + event.getKeyValuePairs()).contains(secret)
                      || (event.getThrowableProxy() != null
                          && event.getThrowableProxy().getMessage() != null
                          && event.getThrowableProxy().getMessage().contains(secret)));
    }
  }

  private void stopServer() {
    if (server != null) {
      server.close();
      client.close();
    }
  }

  @Test
  void aPersonLogsInWithTheProviderAndSeesTheReports() throws Exception {
    HttpResponse<String> form = browser.open(at("/reports/login?next=/reports/orders?status=X"));
    assertThat(form.body())
        .contains(
            "Log in with Test ID",
            at("/reports/login/oidc?next=%2Freports%2Forders%3Fstatus%3DX").toString())
        .contains("API key");
    assertThat(provider.asked()).as("nothing is asked before somebody logs in").isZero();

    HttpResponse<String> begun = browser.open(at("/reports/login/oidc?next=/reports/orders"));
    assertThat(begun.statusCode()).isEqualTo(302);
    assertThat(Browser.location(begun).getQuery())
        .contains("response_type=code", "code_challenge_method=S256", "nonce=", "state=");
    assertThat(browser.cookie(LOGIN))
        .contains("HttpOnly", "SameSite=Lax", "Path=/reports/login", "Max-Age=600")
        .doesNotContain("Secure");
    HttpResponse<String> back = back(begun);

    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(back.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(back.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(back.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(browser.cookie(LOGIN)).isEmpty();
    assertThat(browser.cookie(SESSION)).contains("HttpOnly", "SameSite=Strict", "Max-Age=28800");
    assertThat(Browser.refresh(back)).isEqualTo(at("/reports/orders"));
    HttpResponse<String> page = browser.open(Browser.refresh(back));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("o1", "Log out").doesNotContain("o9");
    for (String secret : provider.secrets()) {
      assertThat(page.body() + back.body()).doesNotContain(secret);
    }
  }

  @Test
  void theSessionsCookieIsNotSentOnTheWayBackSoThePageLeadsOn() throws Exception {
    logIn();
    assertThat(browser.openFromElsewhere(at("/reports")).statusCode()).isEqualTo(302);
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(200);
  }

  @Test
  void overHttpsTheCookiesAreSecure() throws Exception {
    serve("https", UnaryOperator.identity());
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc"));
    assertThat(browser.cookie(LOGIN)).contains("Secure");
    // What a proxy that ends TLS passes on.
    URI callback = Browser.location(browser.open(Browser.location(begun)));
    assertThat(callback.getScheme()).isEqualTo("https");
    browser.openFromElsewhere(at(callback.getRawPath() + "?" + callback.getRawQuery()));
    assertThat(browser.cookie(SESSION)).contains("Secure");
  }

  @Test
  void aClientWithASecretProvesItself() throws Exception {
    provider.secret = true;
    serve("http", UnaryOperator.identity());
    assertThat(logIn().statusCode()).isEqualTo(200);
  }

  @Test
  void aProviderIsToldWithoutASecretIfThereIsNone() throws Exception {
    provider.secret = true; // but the settings of start() have none
    assertThat(logIn().body()).contains("invalid_client");
    assertLoggedOut();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state=unknown", "", "state=", "code=x", "error=access_denied"})
  void aReplyThatNobodyAskedForIsRefused(String query) throws Exception {
    browser.open(at("/reports/login/oidc"));
    HttpResponse<String> back = browser.openFromElsewhere(at("/reports/login/callback?" + query));
    assertThat(back.statusCode()).isEqualTo(400);
    assertLoggedOut();
  }

  @Test
  void aLoginThatBeganInAnotherBrowserEndsInNone() throws Exception {
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc"));
    URI callback = Browser.location(browser.open(Browser.location(begun)));

    Browser victim = new Browser(http);
    assertThat(victim.openFromElsewhere(callback).statusCode()).isEqualTo(400);
    victim.open(at("/reports/login/oidc"));
    assertThat(victim.openFromElsewhere(callback).statusCode()).isEqualTo(400);
    assertThat(victim.cookie(SESSION)).isEmpty();

    browser.forget(LOGIN);
    assertThat(browser.openFromElsewhere(callback).statusCode()).isEqualTo(400);
    assertLoggedOut();
  }

  @Test
  void aReplyCountsOnce() throws Exception {
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc"));
    URI callback = Browser.location(browser.open(Browser.location(begun)));
    String cookie = browser.cookie(LOGIN).split(";")[0];
    assertThat(browser.openFromElsewhere(callback).statusCode()).isEqualTo(200);

    Browser thief = new Browser(http);
    thief.keep(at("/reports"), cookie + "; Path=/reports/login; SameSite=Lax");
    assertThat(thief.openFromElsewhere(callback).statusCode()).isEqualTo(400);
    // The same code under a login of the thief's own: it is used, and of another verifier.
    URI own =
        Browser.location(browser.open(Browser.location(thief.open(at("/reports/login/oidc")))));
    URI mixed = URI.create(own.toString().replaceFirst("code=[^&]*", query(callback, "code")));
    HttpResponse<String> refused = thief.openFromElsewhere(mixed);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("invalid_grant (&lt;b&gt;used&lt;/b&gt; or unknown)");
    assertThat(thief.cookie(SESSION)).isEmpty();
  }

  @Test
  void anUnusedCodeOfAnotherLoginIsRefusedForItsVerifier() throws Exception {
    URI stolen =
        Browser.location(browser.open(Browser.location(browser.open(at("/reports/login/oidc")))));
    Browser thief = new Browser(http);
    URI own =
        Browser.location(browser.open(Browser.location(thief.open(at("/reports/login/oidc")))));
    HttpResponse<String> refused =
        thief.openFromElsewhere(
            URI.create(own.toString().replaceFirst("code=[^&]*", query(stolen, "code"))));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(thief.cookie(SESSION)).isEmpty();
  }

  static Stream<Arguments> wrongTokens() {
    return Stream.of(
        wrong("nonce", set -> set.claim("nonce", "another")),
        wrong("no nonce", set -> set.claim("nonce", null)),
        wrong("audience", set -> set.audience("another-client")),
        wrong("of several audiences for another", set -> set.audience(List.of("a", "b"))),
        wrong("issuer", set -> set.issuer("https://evil.test")),
        wrong("expired", set -> set.expirationTime(secondsFromNow(-3_600))),
        wrong("without an end", set -> set.expirationTime(null)),
        wrong("issued tomorrow", set -> set.issueTime(secondsFromNow(86_400))),
        wrong("without a subject", set -> set.subject(null)));
  }

  private static Arguments wrong(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    UnaryOperator<JWTClaimsSet> claims = set -> change.apply(new JWTClaimsSet.Builder(set)).build();
    return Arguments.of(name, claims);
  }

  private static Date secondsFromNow(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongTokens")
  void aWrongIdTokenLogsNobodyIn(String name, UnaryOperator<JWTClaimsSet> claims) throws Exception {
    provider.claims = claims;
    HttpResponse<String> back = logIn();
    assertThat(back.statusCode()).isEqualTo(401);
    assertThat(back.body()).contains("The ID token of Test ID is not valid");
    assertLoggedOut();
  }

  @Test
  void aTokenThatTheProviderDidNotSignLogsNobodyIn() throws Exception {
    provider.signer = TestProvider.otherKey();
    assertThat(logIn().statusCode()).isEqualTo(401);
    assertLoggedOut();
  }

  @Test
  void anAnswerWithoutAnIdTokenLogsNobodyIn() throws Exception {
    provider.issuesIdTokens = false;
    HttpResponse<String> back = logIn();
    assertThat(back.statusCode()).isEqualTo(401);
    assertThat(back.body()).contains("without an ID token");
    assertLoggedOut();
  }

  @Test
  void whoMayNotReadReportsOrHasNoTenantIsToldSo() throws Exception {
    claim("roles", "shop");
    HttpResponse<String> back = logIn();
    assertThat(back.statusCode()).isEqualTo(403);
    assertThat(back.body()).contains("reports:read");
    claim("tenant", null);
    assertThat(logIn().body()).contains("names no tenant");
    assertLoggedOut();
  }

  @Test
  void theClaimsDecideWhoseDataIsSeen() throws Exception {
    claim("tenant", "zeta");
    logIn();
    assertThat(browser.open(at("/reports/orders")).body()).contains("o9").doesNotContain("o1");
    assertThat(browser.open(at("/reports/orders?tenant=default")).statusCode()).isEqualTo(403);
    provider.claims =
        set ->
            new JWTClaimsSet.Builder(set)
                .claim("tenant", List.of("*"))
                .claim("roles", null)
                .claim("scope", "openid reports:read")
                .build();
    logIn();
    assertThat(browser.open(at("/reports/orders")).body()).contains("o9", "o1");
  }

  @Test
  void whileTheProviderIsDownKeysStillLogIn() throws Exception {
    provider.down = true;
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc"));
    assertThat(begun.statusCode()).isEqualTo(503);
    assertThat(begun.headers().firstValue("Retry-After")).isPresent();
    assertThat(begun.body()).contains("Test ID does not answer", "API key");
    int asked = provider.asked();
    browser.open(at("/reports/login/oidc"));
    assertThat(provider.asked()).as("not asked again at once").isEqualTo(asked);

    assertThat(browser.post(at("/reports/login"), "key=key").statusCode()).isEqualTo(303);
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(200);

    provider.down = false;
    clock.pass(Duration.ofSeconds(5));
    assertThat(logIn().statusCode()).isEqualTo(200);
  }

  @Test
  void aProviderThatGoesDownDuringALoginIsTold() throws Exception {
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc"));
    URI callback = Browser.location(browser.open(Browser.location(begun)));
    provider.down = true;
    assertThat(browser.openFromElsewhere(callback).statusCode()).isEqualTo(503);
    assertLoggedOut();
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() throws Exception {
    provider.paddingBytes = 65 << 10;
    assertThat(logIn().statusCode()).isEqualTo(503);
    assertLoggedOut();
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() throws Exception {
    provider.stalls = true;
    Instant before = Instant.now();
    assertThat(logIn().statusCode()).isEqualTo(503);
    assertThat(Duration.between(before, Instant.now()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
    assertLoggedOut();
  }

  @Test
  void metadataOfAnotherIssuerIsNotUsed() throws Exception {
    provider.otherIssuer = "https://evil.test";
    assertThat(browser.open(at("/reports/login/oidc")).statusCode()).isEqualTo(503);
  }

  @Test
  void anErrorOfTheProviderIsShownAsText() throws Exception {
    provider.loginAnswer =
        "error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E" + "x".repeat(999);
    HttpResponse<String> back = logIn();
    assertThat(back.statusCode()).isEqualTo(401);
    assertThat(back.body())
        .contains("access_denied (&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "x".repeat(250));
    assertLoggedOut();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test",
        "//evil.test",
        "/%5Cevil.test",
        "/reports/%5C..%5C%5Cevil.test",
        "/reportsx",
        "/reports%0d%0aX:%20y",
        "javascript:alert(1)",
        "/reports%22;url=https://evil.test",
        "/reports@evil.test"
      })
  void aLoginLeadsToNoOtherSite(String next) throws Exception {
    HttpResponse<String> begun = browser.open(at("/reports/login/oidc?next=" + next));
    assertThat(Browser.refresh(back(begun))).isEqualTo(at("/reports"));
  }

  @Test
  void anExpiredLoginIsRenewedWithTheClaimsOfThatTime() throws Exception {
    provider.issuesRefreshTokens = true;
    logIn();
    for (int round = 0; round < 3; round++) {
      clock.pass(Duration.ofSeconds(provider.lifetime));
      assertThat(browser.open(at("/reports/orders")).body()).contains("o1").doesNotContain("o9");
    }
    claim("tenant", "zeta");
    clock.pass(Duration.ofSeconds(provider.lifetime));
    assertThat(browser.open(at("/reports/orders")).body()).contains("o9").doesNotContain("o1");

    claim("roles", "shop");
    clock.pass(Duration.ofSeconds(provider.lifetime));
    assertThat(browser.open(at("/reports/orders")).statusCode()).isEqualTo(302);
    assertThat(browser.open(at("/reports/api")).statusCode()).isEqualTo(403);
  }

  @Test
  void aLoginThatTheProviderRevokedEndsWithItsToken() throws Exception {
    provider.issuesRefreshTokens = true;
    logIn();
    provider.revokeRefreshTokens();
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(provider.lifetime));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
    assertThat(browser.open(at("/reports/live")).statusCode()).isEqualTo(401);
  }

  @Test
  void aRenewalForSomebodyElseEndsTheLogin() throws Exception {
    provider.issuesRefreshTokens = true;
    logIn();
    provider.claims = set -> new JWTClaimsSet.Builder(set).subject("eve").build();
    clock.pass(Duration.ofSeconds(provider.lifetime));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
  }

  @Test
  void withoutARefreshTokenTheSessionEndsWithTheToken() throws Exception {
    logIn();
    clock.pass(Duration.ofSeconds(provider.lifetime - 1));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(2));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
  }

  @Test
  void whileTheProviderIsAwayAnExpiredLoginWaits() throws Exception {
    provider.issuesRefreshTokens = true;
    logIn();
    provider.down = true;
    clock.pass(Duration.ofSeconds(provider.lifetime));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(503);
    provider.down = false;
    clock.pass(Duration.ofSeconds(5));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(200);
  }

  @Test
  void aRenewedSessionEndsAtItsLimitAllTheSame() throws Exception {
    provider.issuesRefreshTokens = true;
    logIn();
    clock.pass(Duration.ofHours(8));
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
  }

  @Test
  void aLoginGetsASessionOfItsOwn() throws Exception {
    browser.keep(at("/reports"), SESSION + "=fixed-by-somebody; Path=/reports; SameSite=Strict");
    logIn();
    String first = browser.cookie(SESSION);
    assertThat(first).isNotEmpty().doesNotContain("fixed-by-somebody");
    logIn();
    assertThat(browser.cookie(SESSION)).isNotEqualTo(first);
  }

  @Test
  void aLogoutEndsTheSessionHereAndAtTheProvider() throws Exception {
    logIn();
    HttpResponse<String> logout = browser.post(at("/reports/logout"), "");
    assertThat(Browser.location(logout)).isEqualTo(at("/reports/login"));
    assertLoggedOut();

    provider.hasLogout = true;
    serve("http", UnaryOperator.identity());
    logIn();
    logout = browser.post(at("/reports/logout"), "");
    assertThat(Browser.refresh(logout).toString())
        .startsWith(provider.issuer() + "/logout?")
        .contains("client_id=" + TestProvider.CLIENT, "post_logout_redirect_uri=")
        .doesNotContain("id_token");
    assertLoggedOut();
  }

  @Test
  void whoLoggedInWithAKeyIsNotSentToTheProvider() throws Exception {
    provider.hasLogout = true;
    browser.post(at("/reports/login"), "key=key");
    assertThat(Browser.location(browser.post(at("/reports/logout"), "")))
        .isEqualTo(at("/reports/login"));
    assertThat(provider.asked()).isZero();
  }

  private HttpResponse<String> logIn() throws Exception {
    return back(browser.open(at("/reports/login/oidc?next=/reports")));
  }

  /** From the redirect to the provider to what its redirect back is answered. */
  private HttpResponse<String> back(HttpResponse<String> begun) throws Exception {
    HttpResponse<String> there = browser.openFromElsewhere(Browser.location(begun));
    assertThat(there.statusCode()).as(there.body()).isEqualTo(302);
    return browser.openFromElsewhere(Browser.location(there));
  }

  private void claim(String name, Object value) {
    provider.claims = set -> new JWTClaimsSet.Builder(set).claim(name, value).build();
  }

  private void assertLoggedOut() throws Exception {
    assertThat(browser.cookie(SESSION)).isEmpty();
    assertThat(browser.open(at("/reports")).statusCode()).isEqualTo(302);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String query(URI uri, String name) {
    return Stream.of(uri.getRawQuery().split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
