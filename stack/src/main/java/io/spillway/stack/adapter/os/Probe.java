package io.spillway.stack.adapter.os;

import io.spillway.stack.core.Credentials;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server on the loopback address whether it is well, in its own protocol. Thread-safe.
 *
 * @param tls makes the sockets where connections are encrypted
 */
public record Probe(@Nullable SSLSocketFactory tls) {
  /** Of servers without encryption and accounts. */
  public static final Probe PLAIN = new Probe(null);

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final short API_VERSIONS = 18;
  private static final int CORRELATION = 0x5350_494c;
  private static final byte MYSQL_PROTOCOL = 10;

  /** Kafka: an ApiVersions request, version 0, is answered without an error, before any login. */
  public boolean kafka(int port) {
    return ask(
        port,
        (out, in) -> {
          out.writeInt(10);
          out.writeShort(API_VERSIONS);
          out.writeShort(0);
          out.writeInt(CORRELATION);
          out.writeShort(-1);
          out.flush();
          return in.readInt() > 0 && in.readInt() == CORRELATION && in.readShort() == 0;
        });
  }

  /**
   * MySQL: a greeting, whose packet is a 3-byte length, a sequence number and the protocol's
   * version; nothing is encrypted before it. The server accepts connections only after its init
   * file has run.
   */
  public boolean mysql(int port) {
    return PLAIN.ask(
        port,
        (out, in) -> {
          in.skipNBytes(4);
          return in.readByte() == MYSQL_PROTOCOL;
        });
  }

  /** Redis: PONG, which it refuses to say while it loads its data. */
  public boolean redis(int port, @Nullable Credentials account) {
    String login =
        account == null ? "" : "AUTH " + account.user() + " " + account.password() + "\r\n";
    String answer = account == null ? "+PONG" : "+OK\r\n+PONG";
    return ask(
        port,
        (out, in) -> {
          out.write((login + "PING\r\n").getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return new String(in.readNBytes(answer.length()), StandardCharsets.US_ASCII)
              .equals(answer);
        });
  }

  /** Elasticsearch: the cluster's health is green or yellow (one node holds no replicas). */
  public boolean elasticsearch(int port, @Nullable Credentials account) {
    String request =
        "GET /_cluster/health HTTP/1.0\r\nAccept: application/json\r\n"
            + (account == null ? "" : "Authorization: Basic " + basic(account) + "\r\n")
            + "\r\n";
    return ask(
        port,
        (out, in) -> {
          out.write(request.getBytes(StandardCharsets.US_ASCII));
          out.flush();
          String answer = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
          return answer.contains(" 200 ")
              && (answer.contains("\"status\":\"green\"")
                  || answer.contains("\"status\":\"yellow\""));
        });
  }

  private interface Conversation {
    boolean isWell(DataOutputStream out, DataInputStream in) throws IOException;
  }

  private boolean ask(int port, Conversation conversation) {
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(TIMEOUT_MILLIS);
      plain.connect(new InetSocketAddress(Ports.HOST, port), TIMEOUT_MILLIS);
      try (Socket socket = tls == null ? plain : encrypted(tls, plain, port)) {
        return conversation.isWell(
            new DataOutputStream(socket.getOutputStream()),
            new DataInputStream(socket.getInputStream()));
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Socket encrypted(SSLSocketFactory tls, Socket plain, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, Ports.HOST, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    // Whoever listens there must be the one that the certificate is for.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String basic(Credentials account) {
    return Base64.getEncoder()
        .encodeToString(
            (account.user() + ":" + account.password()).getBytes(StandardCharsets.US_ASCII));
  }
}
