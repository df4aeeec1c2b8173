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

  /** Of a session that nothing ends before. */
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

  private record Session(SessionLogin login, Instant endsAt) {}

  /**
   * No sessions yet.
   *
   * @param random must not be predictable
   */
  Sessions(RandomGenerator random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * Begins a session with a verified login, and ends the browser's session before it.
   *
   * @param encrypted whether the browser may send the cookie over encrypted connections only
   */
  void begin(Context context, SessionLogin login, Duration lifetime, boolean encrypted) {
    end(context);
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    synchronized (sessions) {
      sessions.put(id, new Session(login, clock.instant().plus(lifetime)));
    }
    context.cookie(cookie(id, Math.toIntExact(lifetime.toSeconds()), encrypted));
  }

  /** Ends the browser's session; what it began with, or null without one. */
  @Nullable SessionLogin end(Context context) {
    @Nullable String id = context.cookie(COOKIE);
    if (id == null) {
      return null;
    }
    context.cookie(cookie("", 0, context.scheme().equals("https")));
    synchronized (sessions) {
      Session ended = sessions.remove(id);
      return ended == null ? null : ended.login();
    }
  }

  /** What the browser's session began with; null without one. */
  @Nullable SessionLogin login(Context context) {
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
      return session == null ? null : session.login();
    }
  }

  private static Cookie cookie(String value, int maxAgeSeconds, boolean encrypted) {
    return new Cookie(
        COOKIE, value, "/reports", maxAgeSeconds, encrypted, true, null, SameSite.STRICT);
  }
}
