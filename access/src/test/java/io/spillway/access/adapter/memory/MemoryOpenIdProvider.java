package io.spillway.access.adapter.memory;

import io.spillway.access.core.LoginGrant;
import io.spillway.access.core.LoginRequest;
import io.spillway.access.port.OpenIdProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider that confirms one person to everybody; takes each refresh token once. */
public final class MemoryOpenIdProvider implements OpenIdProvider {
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  private final Clock clock;
  private final Set<String> refreshTokens = new HashSet<>();
  private String tenant = "default";
  private boolean issuesRefreshTokens = true;
  private boolean away;
  private boolean refuses;
  private int asked;
  private int redeemed;
  private int renewed;

  public MemoryOpenIdProvider(Clock clock) {
    this.clock = clock;
  }

  public synchronized void tenant(String name) {
    tenant = name;
  }

  public synchronized void away(boolean value) {
    away = value;
  }

  public synchronized void refuse(boolean value) {
    refuses = value;
  }

  public synchronized void refreshTokens(boolean issued) {
    issuesRefreshTokens = issued;
  }

  public synchronized int asked() {
    return asked;
  }

  public synchronized int redeemed() {
    return redeemed;
  }

  public synchronized int renewed() {
    return renewed;
  }

  @Override
  public synchronized URI loginAt(LoginRequest request) throws UnavailableException {
    ask();
    return URI.create("https://login.test/?state=" + request.state());
  }

  @Override
  public synchronized LoginGrant redeem(String code, LoginRequest request)
      throws UnavailableException {
    ask();
    redeemed++;
    return grant();
  }

  @Override
  public synchronized LoginGrant renew(LoginGrant grant)
      throws RefusedException, UnavailableException {
    ask();
    if (refuses || !refreshTokens.remove(grant.refreshToken())) {
      throw new RefusedException("refused");
    }
    renewed++;
    return grant();
  }

  @Override
  public Optional<URI> logoutAt() {
    return Optional.empty();
  }

  private void ask() throws UnavailableException {
    asked++;
    if (away) {
      throw new UnavailableException("away");
    }
  }

  private LoginGrant grant() {
    String token = issuesRefreshTokens ? "refresh-" + asked : null;
    refreshTokens.add(token);
    return new LoginGrant(
        "ada",
        Map.of("tenant", tenant, "roles", List.of("analyst")),
        token,
        clock.instant().plus(LIFETIME));
  }
}
