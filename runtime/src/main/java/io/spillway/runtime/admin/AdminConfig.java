package io.spillway.runtime.admin;

import io.spillway.runtime.config.Loopback;
import io.spillway.runtime.config.Settings;
import java.util.Optional;

/**
 * Everything that {@code spillway.admin} sets.
 *
 * @param port 0 takes a free one
 * @param token what metrics and the details of health are told for; empty: everybody who connects
 */
public record AdminConfig(String host, int port, Optional<String> token) {
  private static final String ROOT = "spillway.admin.";
  private static final int MIN_TOKEN_LENGTH = 16;

  /** Reads the settings; faults are noted in them. */
  public static AdminConfig from(Settings settings) {
    String host = settings.text(ROOT + "host");
    int port = settings.count(ROOT + "port", 0, 65_535);
    String mode = settings.text(ROOT + "mode");
    switch (mode) {
      case "local" -> {
        if (!Loopback.is(host)) {
          settings.violation(
              ROOT + "mode",
              "local",
              "'required' with token-file, because "
                  + ROOT
                  + "host = "
                  + host
                  + " can be reached from other machines; 'open' tells everybody there");
        }
      }
      case "required" -> {
        return new AdminConfig(host, port, Optional.of(requiredToken(settings)));
      }
      case "open" -> {}
      default -> settings.violation(ROOT + "mode", "'" + mode + "'", "local, required or open");
    }
    return new AdminConfig(host, port, Optional.empty());
  }

  /** The token that a client of admin servers sends; empty where they ask for none. */
  public static Optional<String> token(Settings settings) {
    return settings.textOrEmpty(ROOT + "token-file").isEmpty()
        ? Optional.empty()
        : Optional.of(settings.secret(ROOT + "token"));
  }

  private static String requiredToken(Settings settings) {
    Optional<String> token = token(settings);
    if (token.isEmpty() || token.get().length() < MIN_TOKEN_LENGTH) {
      settings.violation(
          ROOT + "token-file",
          "'" + settings.textOrEmpty(ROOT + "token-file") + "'",
          "a file with a token of "
              + MIN_TOKEN_LENGTH
              + " characters or more, because "
              + ROOT
              + "mode = required");
    }
    return token.orElse("");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AdminConfig[" + host + ":" + port + "]";
  }
}
