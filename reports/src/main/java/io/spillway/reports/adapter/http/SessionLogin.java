package io.spillway.reports.adapter.http;

import io.spillway.access.Authenticator;
import io.spillway.access.OpenIdLogin;
import io.spillway.access.core.Authentication;

/** What a session began with, and is worth no more than. Thread-safe. */
sealed interface SessionLogin {
  /** Whose session it is at present. */
  Authentication authenticate();

  /** An API key, which may be revoked. */
  record Key(Authenticator authenticator, String authorization) implements SessionLogin {
    @Override
    public Authentication authenticate() {
      return authenticator.authenticate(authorization);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Key[]";
    }
  }

  /** A provider's confirmation, which it renews or not. */
  record Provider(OpenIdLogin login) implements SessionLogin {
    @Override
    public Authentication authenticate() {
      return login.authenticate();
    }
  }
}
