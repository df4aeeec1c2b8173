package io.spillway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.access.core.LoginReply;
import io.spillway.access.core.LoginRequest;
import io.spillway.access.core.TokenClaims;
import io.spillway.access.port.OpenIdProvider;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Logins with an OpenID Connect provider: a browser is sent there with a state that this instance
 * remembers for some minutes, and comes back with it once. Thread-safe.
 */
public final class OpenIdFlow {
  /** How long a person may take to log in at the provider. */
  public static final Duration PENDING_FOR = Duration.ofMinutes(10);

  /** Logins that have begun and not ended; the oldest is forgotten when there are more. */
  public static final int MAX_PENDING = 10_000;

  private static final int RANDOM_BYTES = 32;

  private final OpenIdConfig config;
  private final OpenIdProvider provider;
  private final TokenClaims claims;
  private final RandomGenerator random;
  private final Clock clock;
  private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>();

  private record Pending(LoginRequest request, String browser, String next, Instant endsAt) {}

  /**
   * A login that has begun.
   *
   * @param provider where the browser goes
   * @param browser what the browser must show when it comes back, so that nobody else's login is
   *     ended in it
   */
  public record Begun(URI provider, String browser) {
    /** Without what is the browser's alone. */
    @Override
    public String toString() {
      return "Begun[]";
    }
  }

  /** How a login ended. */
  public sealed interface Outcome {
    /** Where the person wanted to go. */
    String next();

    /** The provider has confirmed who it is; whether that person may do anything is not said. */
    record LoggedIn(String next, OpenIdLogin login) implements Outcome {}

    /** Nobody is logged in; the text is for people. */
    record Failed(String next, Cause cause, String text) implements Outcome {}
  }

  /** Why nobody is logged in. */
  public enum Cause {
    /** No such login is on its way in this browser. */
    UNKNOWN,
    /** The provider refused, or confirmed something else. */
    REFUSED,
    /** The provider does not answer. */
    UNAVAILABLE
  }

  /**
   * Without logins yet; nothing is asked of the provider before somebody logs in.
   *
   * @param random must not be predictable
   */
  public OpenIdFlow(
      OpenIdConfig config, OpenIdProvider provider, RandomGenerator random, Clock clock) {
    this.config = config;
    this.provider = provider;
    this.claims = new TokenClaims(config.tenantClaim(), config.rolesClaim());
    this.random = random;
    this.clock = clock;
  }

  public OpenIdConfig config() {
    return config;
  }

  /**
   * Begins a login.
   *
   * @param next where the person wants to go
   */
  public Begun begin(String next) throws OpenIdProvider.UnavailableException {
    LoginRequest request = new LoginRequest(random(), random(), random());
    String browser = random();
    URI uri = provider.loginAt(request);
    Instant now = clock.instant();
    synchronized (pending) {
      removeExpired(now);
      pending.put(request.state(), new Pending(request, browser, next, now.plus(PENDING_FOR)));
      if (pending.size() > MAX_PENDING) {
        pending.pollFirstEntry();
      }
    }
    return new Begun(uri, browser);
  }

  /**
   * Ends a login.
   *
   * @param browser what the browser shows of what {@link #begin} gave it
   * @param otherwise where to go when it is not known where the person wanted to go
   */
  public Outcome finish(LoginReply reply, @Nullable String browser, String otherwise) {
    Pending login = take(reply.state(), browser);
    if (login == null) {
      return new Outcome.Failed(
          otherwise,
          Cause.UNKNOWN,
          "This login took too long, has ended already, or began in another browser or window.");
    }
    String next = login.next();
    @Nullable String error = reply.errorText();
    if (error != null) {
      return refused(next, config.name() + " did not log you in: " + error);
    }
    if (reply.issuer() != null && !reply.issuer().equals(config.issuer())) {
      return refused(next, "The answer is another provider's than '" + config.issuer() + "'.");
    }
    if (reply.code() == null) {
      return refused(next, config.name() + " answered without a code.");
    }
    try {
      return new Outcome.LoggedIn(
          next,
          new OpenIdLogin(provider, claims, clock, provider.redeem(reply.code(), login.request())));
    } catch (OpenIdProvider.RefusedException e) {
      return refused(next, "" + e.getMessage());
    } catch (OpenIdProvider.UnavailableException e) {
      return new Outcome.Failed(next, Cause.UNAVAILABLE, "" + e.getMessage());
    }
  }

  /** Where a browser goes to end its session at the provider, too. */
  public Optional<URI> logoutAt() {
    return provider.logoutAt();
  }

  int pending() {
    synchronized (pending) {
      return pending.size();
    }
  }

  /** A state counts once, and only in the browser in which it began: elsewhere it stays. */
  private @Nullable Pending take(@Nullable String state, @Nullable String browser) {
    if (state == null || browser == null) {
      return null;
    }
    synchronized (pending) {
      removeExpired(clock.instant());
      Pending login = pending.get(state);
      if (login == null
          || !MessageDigest.isEqual(
              login.browser().getBytes(US_ASCII), browser.getBytes(US_ASCII))) {
        return null;
      }
      return pending.remove(state);
    }
  }

  /** All wait equally long, so the oldest is the first. */
  private void removeExpired(Instant now) {
    Iterator<Map.Entry<String, Pending>> oldest = pending.entrySet().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next().getValue().endsAt())) {
      oldest.remove();
    }
  }

  private static Outcome refused(String next, String text) {
    return new Outcome.Failed(next, Cause.REFUSED, text);
  }

  /** 64 characters, as long as a verifier may be and longer than it must. */
  private String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
