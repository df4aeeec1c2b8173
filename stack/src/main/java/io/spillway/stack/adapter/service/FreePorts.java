package io.spillway.stack.adapter.service;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Hands out free TCP ports, each once. Not thread-safe. */
public final class FreePorts {
  // Below the ephemeral range, so that no outgoing connection takes one before its server does.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private final Set<Integer> given = new HashSet<>();
  private final RandomGenerator random;

  public FreePorts(RandomGenerator random) {
    this.random = random;
  }

  /** The preferred port when it is free, else any other; 0 asks for any. */
  public int take(int preferred) {
    if (preferred > 0 && !given.contains(preferred) && isFree(preferred)) {
      given.add(preferred);
      return preferred;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port) && given.add(port)) {
        return port;
      }
    }
    throw new OperationException("no free TCP port between " + LOWEST + " and " + HIGHEST);
  }

  /** The port's service has ended, and may have it again. */
  public void giveBack(int port) {
    given.remove(port);
  }

  /** Whether a server could listen on the port, on every address and on loopback. */
  static boolean isFree(int port) {
    return canBind(new InetSocketAddress(port))
        && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: connections of a stopped one in TIME_WAIT do not block its port.
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
