package io.spillway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.OpenIdFlow.Cause;
import io.spillway.access.OpenIdFlow.Outcome;
import io.spillway.access.adapter.memory.MemoryOpenIdProvider;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.LoginReply;
import io.spillway.access.core.Tenants;
import io.spillway.runtime.testing.HandClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenIdFlowTest {
  private final HandClock clock = new HandClock();
  private final MemoryOpenIdProvider provider = new MemoryOpenIdProvider(clock);
  private final OpenIdFlow flow =
      new OpenIdFlow(
          new OpenIdConfig(
              "https://login.test",
              "c",
              Optional.empty(),
              URI.create("https://r.test"),
              "Test ID",
              List.of("openid"),
              "tenant",
              "roles",
              Duration.ZERO,
              Duration.ofSeconds(1),
              65_536,
              Duration.ofHours(1)),
          provider,
          new Random(7),
          clock);

  @Test
  void aLoginEndsInTheBrowserInWhichItBegan() throws Exception {
    OpenIdFlow.Begun begun = flow.begin("/reports/orders");
    LoginReply reply = reply(begun, "code");

    for (String other : new String[] {null, "", "f".repeat(64)}) {
      assertThat(flow.finish(reply, other, "/reports")).isEqualTo(unknown());
    }
    Outcome outcome = flow.finish(reply, begun.browser(), "/reports");

    assertThat(outcome).isInstanceOf(Outcome.LoggedIn.class);
    assertThat(outcome.next()).isEqualTo("/reports/orders");
    assertThat(flow.finish(reply, begun.browser(), "/reports")).isEqualTo(unknown());
  }

  @Test
  void aLoginMayTakeTenMinutes() throws Exception {
    OpenIdFlow.Begun begun = flow.begin("/reports");
    clock.pass(OpenIdFlow.PENDING_FOR);
    assertThat(flow.finish(reply(begun, "code"), begun.browser(), "/reports")).isEqualTo(unknown());
    assertThat(flow.pending()).isZero();
  }

  @Test
  void soManyLoginsAreRememberedAndNoMore() throws Exception {
    OpenIdFlow.Begun first = flow.begin("/reports");
    OpenIdFlow.Begun second = flow.begin("/reports");
    for (int i = 2; i <= OpenIdFlow.MAX_PENDING; i++) {
      flow.begin("/reports");
    }
    assertThat(flow.pending()).isEqualTo(OpenIdFlow.MAX_PENDING);
    assertThat(flow.finish(reply(first, "code"), first.browser(), "/reports")).isEqualTo(unknown());
    assertThat(flow.finish(reply(second, "code"), second.browser(), "/reports"))
        .isInstanceOf(Outcome.LoggedIn.class);
  }

  @Test
  void anotherProvidersAnswerIsRefused() throws Exception {
    OpenIdFlow.Begun begun = flow.begin("/reports");
    LoginReply reply = new LoginReply(state(begun), "code", "https://evil.test", null, null);
    assertThat(flow.finish(reply, begun.browser(), "/reports"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.REFUSED));
    assertThat(provider.redeemed()).isZero();
  }

  @Test
  void anErrorOfTheProviderIsShownInOneBoundedLine() throws Exception {
    OpenIdFlow.Begun begun = flow.begin("/reports");
    LoginReply reply =
        new LoginReply(
            state(begun), "code", null, "access_denied", "a\r\nb\u202e\u0007" + "x".repeat(9_999));
    Outcome.Failed failed = (Outcome.Failed) flow.finish(reply, begun.browser(), "/reports");
    assertThat(failed.text())
        .contains("access_denied (a  b  x")
        .hasSizeLessThan(300)
        .matches("\\P{Cntrl}*");
    assertThat(provider.redeemed()).isZero();
  }

  @Test
  void aGrantThatExpiresIsRenewedOnceHoweverManyAsk() throws Exception {
    OpenIdLogin login = login();
    clock.pass(MemoryOpenIdProvider.LIFETIME);
    provider.tenant("zeta");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Authentication>> all =
          IntStream.range(0, 50).mapToObj(_ -> threads.submit(login::authenticate)).toList();
      for (Future<Authentication> each : all) {
        assertThat(tenants(each.get())).isEqualTo(Tenants.of(Set.of("zeta")));
      }
    }
    assertThat(provider.renewed()).isEqualTo(1);
  }

  @Test
  void whatTheProviderRefusesToRenewHasEndedForEver() throws Exception {
    OpenIdLogin login = login();
    provider.refuse(true);
    assertThat(login.authenticate()).isInstanceOf(Authentication.Granted.class);
    clock.pass(MemoryOpenIdProvider.LIFETIME);
    assertThat(login.authenticate()).isInstanceOf(Authentication.Denied.class);
    provider.refuse(false);
    assertThat(login.authenticate()).isInstanceOf(Authentication.Denied.class);
    assertThat(provider.renewed()).isZero();
  }

  @Test
  void aProviderThatIsAwayEndsNoLoginAndIsNotAskedByEveryRequest() throws Exception {
    OpenIdLogin login = login();
    provider.away(true);
    clock.pass(MemoryOpenIdProvider.LIFETIME);
    int before = provider.asked();
    assertThat(login.authenticate()).isInstanceOf(Authentication.Unavailable.class);
    assertThat(login.authenticate()).isInstanceOf(Authentication.Unavailable.class);
    assertThat(provider.asked()).isEqualTo(before + 1);
    provider.away(false);
    clock.pass(OpenIdLogin.ASK_AGAIN_AFTER);
    assertThat(login.authenticate()).isInstanceOf(Authentication.Granted.class);
  }

  @Test
  void withoutARefreshTokenALoginEndsWithItsGrant() throws Exception {
    provider.refreshTokens(false);
    OpenIdLogin login = login();
    clock.pass(MemoryOpenIdProvider.LIFETIME.minusMillis(1));
    assertThat(login.authenticate()).isInstanceOf(Authentication.Granted.class);
    clock.pass(Duration.ofMillis(1));
    assertThat(login.authenticate()).isInstanceOf(Authentication.Denied.class);
  }

  private OpenIdLogin login() throws Exception {
    OpenIdFlow.Begun begun = flow.begin("/reports");
    Outcome outcome = flow.finish(reply(begun, "code"), begun.browser(), "/reports");
    return ((Outcome.LoggedIn) outcome).login();
  }

  private static Tenants tenants(Authentication answer) {
    return ((Authentication.Granted) answer).identity().tenants();
  }

  private static LoginReply reply(OpenIdFlow.Begun begun, String code) {
    return new LoginReply(state(begun), code, null, null, null);
  }

  private static String state(OpenIdFlow.Begun begun) {
    return begun.provider().getQuery().substring("state=".length());
  }

  private static Outcome unknown() {
    return new Outcome.Failed(
        "/reports",
        Cause.UNKNOWN,
        "This login took too long, has ended already, or began in another browser or window.");
  }
}
