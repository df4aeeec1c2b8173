package io.spillway.access;

import io.spillway.access.core.Authentication;
import io.spillway.access.core.LoginGrant;
import io.spillway.access.core.TokenClaims;
import io.spillway.access.port.OpenIdProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One person who logged in with a provider, for as long as the provider confirms it: when a grant
 * has expired, the next request asks for another with the refresh token, and its claims count from
 * then on. Thread-safe; a refresh token is used by one request alone, because many providers take
 * its second use for theft.
 */
public final class OpenIdLogin {
  /** While the provider does not answer, it is asked again after so long. */
  static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

  private static final Authentication ENDED =
      new Authentication.Denied("login-ended", "The login has ended. Log in again.");

  private final OpenIdProvider provider;
  private final TokenClaims claims;
  private final Clock clock;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Confirmed confirmed;
  private Instant askAgainAt = Instant.EPOCH;

  private record Confirmed(LoginGrant grant, Authentication identity, boolean ended) {}

  OpenIdLogin(OpenIdProvider provider, TokenClaims claims, Clock clock, LoginGrant grant) {
    this.provider = provider;
    this.claims = claims;
    this.clock = clock;
    this.confirmed = confirmed(grant);
  }

  /** Whose login this is at present; may wait for the provider, for a limited time. */
  public Authentication authenticate() {
    Confirmed now = confirmed;
    if (counts(now)) {
      return now.identity();
    }
    renewing.lock();
    try {
      return counts(confirmed) ? confirmed.identity() : renew(confirmed.grant());
    } finally {
      renewing.unlock();
    }
  }

  private Authentication renew(LoginGrant grant) {
    if (grant.refreshToken() == null) {
      return end(grant);
    }
    if (clock.instant().isBefore(askAgainAt)) {
      return unavailable();
    }
    try {
      confirmed = confirmed(provider.renew(grant));
      return confirmed.identity();
    } catch (OpenIdProvider.RefusedException e) {
      return end(grant);
    } catch (OpenIdProvider.UnavailableException e) {
      askAgainAt = clock.instant().plus(ASK_AGAIN_AFTER);
      return unavailable();
    }
  }

  private Authentication end(LoginGrant grant) {
    confirmed =
        new Confirmed(
            new LoginGrant(grant.subject(), grant.claims(), null, grant.expiresAt()), ENDED, true);
    return ENDED;
  }

  private boolean counts(Confirmed known) {
    return known.ended() || clock.instant().isBefore(known.grant().expiresAt());
  }

  private Confirmed confirmed(LoginGrant grant) {
    return new Confirmed(grant, claims.identity(grant.subject(), grant.claims()), false);
  }

  private static Authentication unavailable() {
    return new Authentication.Unavailable(
        "The login provider does not answer, so the login cannot be confirmed at present; retry"
            + " after "
            + ASK_AGAIN_AFTER.toSeconds()
            + " s.");
  }
}
