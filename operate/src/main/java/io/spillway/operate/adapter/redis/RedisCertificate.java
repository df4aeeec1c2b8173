package io.spillway.operate.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.operate.port.CertificateReload;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.redis.RedisSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;

/** Redis reads both files again when it is told their names, which need not be others. */
public record RedisCertificate(RedisConfig redis, Path certificate, Path key)
    implements CertificateReload {
  @Override
  public String server() {
    return "redis";
  }

  @Override
  public void reload() throws UnavailableException {
    try (Socket socket = RedisSocket.open(redis)) {
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      Account account = redis.access().account();
      ask(socket, answers, "AUTH", account.user(), account.password());
      ask(
          socket,
          answers,
          "CONFIG",
          "SET",
          "tls-cert-file",
          certificate.toString(),
          "tls-key-file",
          key.toString());
    } catch (IOException e) {
      throw new UnavailableException("Redis does not take its certificate: " + e.getMessage(), e);
    }
  }

  private static void ask(Socket socket, BufferedReader answers, String... words)
      throws IOException {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      command.append('$').append(word.getBytes(UTF_8).length).append("\r\n");
      command.append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(UTF_8));
    String answer = answers.readLine();
    if (!"+OK".equals(answer)) {
      throw new IOException(words[0] + " was answered " + answer);
    }
  }
}
