package io.spillway.access;

import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import org.jspecify.annotations.Nullable;

/** Tells whose request it is. Thread-safe. */
@FunctionalInterface
public interface Authenticator {
  /** Every request is anyone's, who may do everything. */
  Authenticator OPEN = _ -> new Authentication.Granted(Identity.ANYONE);

  /**
   * Whose credentials these are.
   *
   * @param authorization the value of the header {@code Authorization}; null when there is none
   */
  Authentication authenticate(@Nullable String authorization);
}
