package io.spillway.reports.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Logins of people's browsers, of this instance and in memory alone. The cookie has a random id
 * that scripts cannot read and other sites cannot send. Thread-safe.
 */
final class Sessions {
  /** The oldest is forgotten when there are more. */
  static final int MAX_SESSIONS = 10_000;

  static final Duration LIFETIME = Duration.ofHours(12);
  private static final String COOKIE = "spillway-session";
  private static final int ID_BYTES = 32;

  private final RandomGenerator random;
  private final Clock clock;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  private record Session(String credentials, Instant endsAt) {}

  /**
   * No sessions yet.
   *
   * @param random must not be predictable
   */
  Sessions(RandomGenerator random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Begins a session with verified credentials, and ends the browser's session before it. */
  void begin(Context context, String credentials) {
    end(context);
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    synchronized (sessions) {
      sessions.put(id, new Session(credentials, clock.instant().plus(LIFETIME)));
    }
    context.cookie(cookie(context, id, Math.toIntExact(LIFETIME.toSeconds())));
  }

  /** Ends the browser's session, if it has one. */
  void end(Context context) {
    @Nullable String id = context.cookie(COOKIE);
    if (id != null) {
      synchronized (sessions) {
        sessions.remove(id);
      }
      context.cookie(cookie(context, "", 0));
    }
  }

  /** What the session began with, as the header {@code Authorization} has it; null without one. */
  @Nullable String credentials(Context context) {
    @Nullable String id = context.cookie(COOKIE);
    if (id == null) {
      return null;
    }
    synchronized (sessions) {
      Session session = sessions.get(id);
      if (session != null && !clock.instant().isBefore(session.endsAt())) {
        sessions.remove(id);
        return null;
      }
      return session == null ? null : session.credentials();
    }
  }

  private static Cookie cookie(Context context, String value, int maxAgeSeconds) {
    return new Cookie(
        COOKIE,
        value,
        "/reports",
        maxAgeSeconds,
        context.scheme().equals("https"),
        true,
        null,
        SameSite.STRICT);
  }
}
