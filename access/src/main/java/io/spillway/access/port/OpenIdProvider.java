package io.spillway.access.port;

import io.spillway.access.core.LoginGrant;
import io.spillway.access.core.LoginRequest;
import java.net.URI;
import java.util.Optional;

/**
 * Confirms who people are (OpenID Connect, authorization code with PKCE). Thread-safe; waits for
 * the provider, for a limited time.
 */
public interface OpenIdProvider {
  /** The provider does not answer, or not in a way that is understood; later it may. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnavailableException(String message) {
      super(message);
    }
  }

  /** The provider refuses, or confirms something else than was asked for. For people to read. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
      super(message);
    }
  }

  /** Where a browser goes to log in. */
  URI loginAt(LoginRequest request) throws UnavailableException;

  /** What stands behind a code that the browser came back with. */
  LoginGrant redeem(String code, LoginRequest request)
      throws RefusedException, UnavailableException;

  /** The next grant for the same person, with the refresh token of the one before. */
  LoginGrant renew(LoginGrant grant) throws RefusedException, UnavailableException;

  /** Where a browser goes to end its session at the provider; empty when there is no such place. */
  Optional<URI> logoutAt();
}
