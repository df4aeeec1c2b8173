package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.adapter.redis.RedisSocket;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;

/** Redis forgets every key, and every answer that was kept under one. */
record RedisFlushed(RedisConfig redis) implements FaultAction {
  @Override
  public void inject() throws Exception {
    try (Socket socket = RedisSocket.open(redis)) {
      socket
          .getOutputStream()
          .write((RedisSocket.login(redis) + "FLUSHALL\r\n").getBytes(US_ASCII));
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      int expected = RedisSocket.login(redis).isEmpty() ? 1 : 2;
      for (int i = 0; i < expected; i++) {
        String answer = answers.readLine();
        if (!"+OK".equals(answer)) {
          throw new OperationException("Redis did not flush: " + answer);
        }
      }
    }
  }
}
