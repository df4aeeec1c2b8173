package io.spillway.stack.adapter.os;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Hands out free TCP ports, each once. Not thread-safe. */
public final class Ports {
  public static final String HOST = "127.0.0.1";

  // Below Linux's ephemeral range: an outgoing connection never takes a port between the check
  // here and the server's own bind.
  private static final int LOWEST_RANDOM = 20_000;
  private static final int HIGHEST_RANDOM = 32_000;
  private static final int ATTEMPTS = 1_000;

  private final Set<Integer> given = new HashSet<>();
  private final RandomGenerator random;

  public Ports(RandomGenerator random) {
    this.random = random;
  }

  /** The preferred port when it is free, else any other; 0 asks for any. */
  public int take(int preferred) {
    return preferred > 0 && !given.contains(preferred) && isFree(preferred) && given.add(preferred)
        ? preferred
        : takeRandom();
  }

  public int takeRandom() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(LOWEST_RANDOM, HIGHEST_RANDOM);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new OperationException(
        "no free TCP port found between " + LOWEST_RANDOM + " and " + HIGHEST_RANDOM);
  }

  /** The port's process has ended, and may have it again. */
  public void release(int port) {
    given.remove(port);
  }

  /** Whether a server could listen on the port, on every address and on loopback. */
  public static boolean isFree(int port) {
    return canBind(new InetSocketAddress(port))
        && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do: connections of a stopped server in TIME_WAIT do not block its port.
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
