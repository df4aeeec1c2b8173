package io.spillway.operate.port;

import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.rights.Plane;
import java.util.Optional;

/** Keeps the passwords of accounts where nobody else reads them. */
public interface AccountKeeper {
  /**
   * The account that somebody shall have on a server; made where there is none yet. Empty where its
   * password is kept elsewhere.
   *
   * @throws io.spillway.stack.core.OperationException when it cannot be kept
   */
  Optional<Credentials> account(String principal, Plane plane);
}
