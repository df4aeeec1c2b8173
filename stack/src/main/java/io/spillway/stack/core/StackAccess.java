package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a client of secured servers needs.
 *
 * @param caFile certificates (PEM) that every server's one comes from
 * @param settings directory with a file of settings for each account, see {@link StackAccount}
 * @param operator the account of commands on each server
 */
public record StackAccess(Path caFile, Path settings, Map<Server, Credentials> operator) {
  public StackAccess {
    operator = Map.copyOf(operator);
  }

  /** The account of commands on a server. */
  public Credentials operator(Server server) {
    return Objects.requireNonNull(operator.get(server), "an account on every server");
  }
}
