package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.stack.core.OperationException;
import java.net.Socket;
import java.net.URI;

/** Redis forgets every key, and every answer that was kept under one. */
record RedisFlushed(String uri) implements FaultAction {
  @Override
  public void inject() throws Exception {
    URI redis = URI.create(uri);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(3), US_ASCII);
      if (!answer.equals("+OK")) {
        throw new OperationException("Redis did not flush: " + answer);
      }
    }
  }
}
