package io.spillway.access;

import io.spillway.runtime.config.Loopback;
import io.spillway.runtime.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code spillway.access.oidc} sets.
 *
 * @param clientSecret none of a public client
 * @param reports where browsers see the reports, without a path
 * @param name what people call the provider
 * @param timeout longest wait for one answer of the provider
 * @param sessionFor how long a session lasts at most
 */
public record OpenIdConfig(
    String issuer,
    String clientId,
    Optional<String> clientSecret,
    URI reports,
    String name,
    List<String> scopes,
    String tenantClaim,
    String rolesClaim,
    Duration clockSkew,
    Duration timeout,
    int maxAnswerBytes,
    Duration sessionFor) {
  /** Where the provider sends browsers back to. */
  public static final String CALLBACK_PATH = "/reports/login/callback";

  private static final String ROOT = "spillway.access.oidc.";
  private static final String ISSUER_EXAMPLE = "https://login.example";
  private static final String REPORTS_EXAMPLE = "https://reports.example";

  public OpenIdConfig {
    scopes = List.copyOf(scopes);
  }

  /** Reads the settings; faults are noted in them. Empty when no provider is named. */
  public static Optional<OpenIdConfig> from(Settings settings, AccessConfig access) {
    if (settings.textOrEmpty(ROOT + "issuer").isEmpty()) {
      return Optional.empty();
    }
    if (!access.required()) {
      settings.violation(
          ROOT + "issuer",
          "'" + settings.text(ROOT + "issuer") + "'",
          "no issuer, or spillway.access.mode = required: nobody needs to log in otherwise");
    }
    boolean secret = !settings.textOrEmpty(ROOT + "client-secret-file").isEmpty();
    return Optional.of(
        new OpenIdConfig(
            issuer(settings),
            settings.text(ROOT + "client-id"),
            secret ? Optional.of(settings.secret(ROOT + "client-secret")) : Optional.empty(),
            reports(settings),
            settings.text(ROOT + "name", 40),
            scopes(settings),
            settings.text(ROOT + "tenant-claim"),
            settings.text(ROOT + "roles-claim"),
            settings.duration(ROOT + "clock-skew", Duration.ZERO, Duration.ofMinutes(5)),
            settings.duration(ROOT + "timeout", Duration.ofMillis(100), Duration.ofSeconds(30)),
            Math.toIntExact(settings.bytes(ROOT + "max-answer", 16 << 10, 4 << 20)),
            settings.duration(ROOT + "session-for", Duration.ofMinutes(1), Duration.ofHours(12))));
  }

  /** The whole address that the provider sends browsers back to. */
  public URI callback() {
    return reports.resolve(CALLBACK_PATH);
  }

  /** Whether browsers reach the reports encrypted. */
  public boolean encrypted() {
    return "https".equals(reports.getScheme());
  }

  /** Whether what is sent to this address cannot be read on its way. */
  public static boolean isSafe(URI uri) {
    return uri.getHost() != null
        && uri.getUserInfo() == null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && Loopback.is(uri.getHost())));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OpenIdConfig[issuer=" + issuer + ", clientId=" + clientId + "]";
  }

  private static String issuer(Settings settings) {
    URI uri = address(settings, ROOT + "issuer", ISSUER_EXAMPLE);
    if (uri.getQuery() != null || uri.getFragment() != null) {
      settings.violation(ROOT + "issuer", "'" + uri + "'", "an address without ? and #");
    }
    return uri.toString();
  }

  private static URI reports(Settings settings) {
    String path = ROOT + "reports-uri";
    URI uri = address(settings, path, REPORTS_EXAMPLE);
    if (!(uri.getPath().isEmpty() || uri.getPath().equals("/"))
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      settings.violation(
          path, "'" + uri + "'", "an address without a path, such as " + REPORTS_EXAMPLE);
    }
    return uri;
  }

  private static URI address(Settings settings, String path, String example) {
    String text = settings.text(path);
    try {
      URI uri = URI.create(text);
      if (isSafe(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is no such address.
    }
    settings.violation(
        path, "'" + text + "'", "an https address such as " + example + "; http on loopback only");
    return URI.create(example);
  }

  private static List<String> scopes(Settings settings) {
    String text = settings.text(ROOT + "scopes");
    List<String> scopes = List.of(text.strip().split(" +", -1));
    if (!scopes.contains("openid")) {
      settings.violation(ROOT + "scopes", "'" + text + "'", "scopes of which one is openid");
    }
    return scopes;
  }
}
