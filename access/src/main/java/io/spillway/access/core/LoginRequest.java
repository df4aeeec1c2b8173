package io.spillway.access.core;

/**
 * What binds the parts of one login together; each is random and used once.
 *
 * @param state comes back with the browser
 * @param nonce comes back in the ID token
 * @param verifier proves to the provider that the code is asked for by who began (RFC 7636)
 */
public record LoginRequest(String state, String nonce, String verifier) {
  /** Without the secrets. */
  @Override
  public String toString() {
    return "LoginRequest[]";
  }
}
