package io.spillway.bench.adapter.http;

import io.spillway.bench.adapter.stack.ChildJvm;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.stack.core.Backends;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes orders, and where.
 *
 * @param process its name in the accounts of processor time
 * @param child null when it is a service of the pipeline
 */
record IngestServer(String process, int port, @Nullable ChildJvm child) implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;

  /** Starts a program of this module and waits until it listens. */
  static IngestServer start(String process, Class<?> main, Backends backends, Lab lab)
      throws IOException, InterruptedException, TimeoutException {
    int port = ChildJvm.freePort();
    ChildJvm child = ChildJvm.start(process, main, backends, port, lab.cpu());
    long deadline = System.nanoTime() + START.toNanos();
    while (!isOpen(port)) {
      if (!child.isAlive() || System.nanoTime() - deadline > 0) {
        child.close();
        throw new TimeoutException(process + " does not listen on port " + port);
      }
      Thread.sleep(POLL_MILLIS);
    }
    return new IngestServer(process, port, child);
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (child != null) {
      child.close();
    }
  }
}
