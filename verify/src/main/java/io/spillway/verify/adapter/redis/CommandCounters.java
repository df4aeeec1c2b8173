package io.spillway.verify.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.CounterReads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Commands that Redis has processed, by INFO on a connection of its own. */
public final class CommandCounters implements CounterReads {
  private static final int LIMIT_MILLIS = 5_000;
  private static final String COMMANDS = "total_commands_processed:";

  private final RedisConfig config;
  private final URI redis;

  public CommandCounters(RedisConfig redis) {
    this.config = redis;
    this.redis = URI.create(redis.uri());
  }

  @Override
  public Map<String, Long> read() throws UnavailableException {
    try (Socket socket = connect()) {
      Account account = config.access().account();
      String login =
          account.isNone() ? "" : "AUTH " + account.user() + " " + account.password() + "\r\n";
      socket.getOutputStream().write((login + "INFO stats\r\n").getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String line = answer.readLine();
      while (line != null && !line.startsWith(COMMANDS)) {
        line = answer.readLine();
      }
      if (line == null) {
        throw new IOException("INFO has no " + COMMANDS);
      }
      return Map.of("redis commands", Long.parseLong(line.substring(COMMANDS.length())));
    } catch (IOException e) {
      throw new UnavailableException("Redis does not respond at " + redis, e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(redis.getHost(), redis.getPort()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return config.isEncrypted() ? encrypted(socket) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket encrypted(Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TrustedCertificates.context(config.access().caFile())
                .getSocketFactory()
                .createSocket(plain, redis.getHost(), redis.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }
}
