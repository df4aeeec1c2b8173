package io.spillway.runtime.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a client and a server know each other.
 *
 * @param caFile certificates (PEM) that the server's one must come from; null for those that the
 *     JVM trusts
 * @param account of the client
 */
public record ServerAccess(@Nullable Path caFile, Account account) {
  /** No account, and no certificates but those that the JVM trusts. */
  public static final ServerAccess OPEN = new ServerAccess(null, Account.NONE);

  /** Reads {@code spillway.tls.ca-file} and the account below a path. */
  static ServerAccess from(Settings settings, String path) {
    return new ServerAccess(
        settings.fileOrNone(TrustedCertificates.CA_FILE), settings.account(path));
  }
}
