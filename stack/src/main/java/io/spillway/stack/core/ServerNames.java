package io.spillway.stack.core;

import java.util.List;
import java.util.function.Function;

/** Finds a server of a stack by its name. */
public final class ServerNames {
  private ServerNames() {}

  /**
   * The server of that name.
   *
   * @throws IllegalArgumentException when there is none, with the names there are
   */
  public static <T> T find(List<T> servers, Function<T, String> nameOf, String name) {
    return servers.stream()
        .filter(server -> nameOf.apply(server).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no server "
                        + name
                        + " in this stack, only "
                        + servers.stream().map(nameOf).toList()));
  }
}
