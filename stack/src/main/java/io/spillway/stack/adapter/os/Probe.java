package io.spillway.stack.adapter.os;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server on the loopback address whether it is well, in its own protocol. Stateless. */
public final class Probe {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final short API_VERSIONS = 18;
  private static final int CORRELATION = 0x5350_494c;
  private static final byte MYSQL_PROTOCOL = 10;

  private Probe() {}

  /** Kafka: an ApiVersions request, version 0, is answered without an error. */
  public static boolean kafka(int port) {
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
   * version. The server accepts connections only after its init file has run.
   */
  public static boolean mysql(int port) {
    return ask(
        port,
        (out, in) -> {
          in.skipNBytes(4);
          return in.readByte() == MYSQL_PROTOCOL;
        });
  }

  /** Redis: PONG, which it refuses to say while it loads its data. */
  public static boolean redis(int port) {
    return ask(
        port,
        (out, in) -> {
          out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        });
  }

  /** Elasticsearch: the cluster's health is green or yellow (one node holds no replicas). */
  public static boolean elasticsearch(int port) {
    return ask(
        port,
        (out, in) -> {
          out.write(
              "GET /_cluster/health HTTP/1.0\r\nAccept: application/json\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
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

  private static boolean ask(int port, Conversation conversation) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(Ports.HOST, port), TIMEOUT_MILLIS);
      return conversation.isWell(
          new DataOutputStream(socket.getOutputStream()),
          new DataInputStream(socket.getInputStream()));
    } catch (IOException notYet) {
      return false;
    }
  }
}
