package io.spillway.verify.adapter.redis;

import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.TrustedCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection to Redis for a command or two. */
public final class RedisSocket {
  private static final int LIMIT_MILLIS = 5_000;

  private RedisSocket() {}

  /** Opens one, encrypted where Redis is; nobody has logged in on it. */
  public static Socket open(RedisConfig config) throws IOException {
    URI redis = URI.create(config.uri());
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(redis.getHost(), redis.getPort()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return config.isEncrypted() ? encrypted(config, redis, socket) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The command that logs the account in, as a line to send; empty without an account. */
  public static String login(RedisConfig config) {
    Account account = config.access().account();
    return account.isNone() ? "" : "AUTH " + account.user() + " " + account.password() + "\r\n";
  }

  private static Socket encrypted(RedisConfig config, URI redis, Socket plain) throws IOException {
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
