package io.spillway.access;

import io.spillway.runtime.config.Loopback;
import io.spillway.runtime.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that {@code spillway.access} sets.
 *
 * @param pollEvery how often the shards are asked for changed keys
 * @param staleFor how long keys count while a shard does not answer
 */
public record AccessConfig(
    Mode mode, Duration pollEvery, Duration staleFor, Optional<Issuer> issuer) {
  private static final String ROOT = "spillway.access.";

  /** Who needs credentials. */
  public enum Mode {
    /** Nobody, on an address that only this machine reaches; on any other address no start. */
    LOCAL,
    /** Everybody. */
    REQUIRED,
    /** Nobody, on any address: something in front of it decides. */
    OPEN
  }

  /**
   * Who issues tokens.
   *
   * @param jwks where the issuer publishes its keys
   * @param clockSkew by which clocks may differ
   * @param cacheFor how long a verified token is not verified again, at most
   */
  public record Issuer(
      URI jwks,
      String issuer,
      String audience,
      Duration clockSkew,
      String tenantClaim,
      String rolesClaim,
      Duration cacheFor) {}

  /**
   * Reads {@code spillway.access} for a server on an address; faults are noted in the settings.
   *
   * @param hostPath the setting that names the address
   */
  public static AccessConfig from(Settings settings, String hostPath) {
    Mode mode = mode(settings);
    String host = settings.text(hostPath);
    if (mode == Mode.LOCAL && !Loopback.is(host)) {
      settings.violation(
          ROOT + "mode",
          "local",
          "'required', because "
              + hostPath
              + " = "
              + host
              + " can be reached from other machines; 'open' accepts everybody there");
    }
    return new AccessConfig(
        mode,
        settings.duration(ROOT + "keys.poll-every", Duration.ofMillis(50), Duration.ofSeconds(4)),
        settings.duration(ROOT + "keys.stale-for", Duration.ofSeconds(5), Duration.ofDays(1)),
        issuer(settings));
  }

  /** Whether callers need credentials. */
  public boolean required() {
    return mode == Mode.REQUIRED;
  }

  private static Mode mode(Settings settings) {
    String text = settings.text(ROOT + "mode");
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseGet(
            () -> {
              settings.violation(ROOT + "mode", "'" + text + "'", "local, required or open");
              return Mode.REQUIRED;
            });
  }

  private static Optional<Issuer> issuer(Settings settings) {
    String at = ROOT + "jwt.";
    if (settings.textOrEmpty(at + "jwks-uri").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Issuer(
            jwks(settings, at + "jwks-uri"),
            settings.text(at + "issuer"),
            settings.text(at + "audience"),
            settings.duration(at + "clock-skew", Duration.ZERO, Duration.ofMinutes(5)),
            settings.text(at + "tenant-claim"),
            settings.text(at + "roles-claim"),
            settings.duration(at + "cache-for", Duration.ZERO, Duration.ofMinutes(5))));
  }

  private static URI jwks(Settings settings, String path) {
    String example = "https://issuer/.well-known/jwks.json";
    String text = settings.uri(path, example, "https", "http");
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && (uri.getScheme().equals("https") || Loopback.is(uri.getHost()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is no such address.
    }
    settings.violation(
        path, "'" + text + "'", "an https address such as " + example + "; http on loopback only");
    return URI.create(example);
  }
}
