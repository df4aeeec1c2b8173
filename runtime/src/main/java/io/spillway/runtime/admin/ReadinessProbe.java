package io.spillway.runtime.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The health check of the container images, which have no curl: asks the admin server of this
 * container whether its service is ready. Exit code 0 when it is, 1 otherwise, with its words on
 * standard output. Plain sockets, because an HTTP client would triple the time a check takes.
 */
public final class ReadinessProbe {
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final String USUAL_PORT = "9100";

  private ReadinessProbe() {}

  /** Asks on {@code SPILLWAY_ADMIN_PORT}, 9100 when that is not set. */
  public static void main(String[] args) {
    int port = Integer.parseInt(System.getenv().getOrDefault("SPILLWAY_ADMIN_PORT", USUAL_PORT));
    String answer = ask(port);
    // The body, which follows the headers; engines keep it beside the check's verdict.
    System.out.println(answer.lines().reduce((_, last) -> last).orElse("no answer"));
    System.exit(isReady(answer) ? 0 : 1);
  }

  static boolean isReady(String answer) {
    String[] status = answer.split(" ", 3);
    return status.length > 1 && status[0].startsWith("HTTP/1.") && status[1].equals("200");
  }

  static String ask(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      String request = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(MAX_ANSWER_BYTES), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
