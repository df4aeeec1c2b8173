package io.spillway.stack.adapter.tls;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.core.TlsPort;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Asks a port for its certificate. */
public final class ServedCertificate {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MYSQL_PACKET = 32;

  /** Protocol 4.1, encryption, secure connection. */
  private static final int MYSQL_CAPABILITIES = 0x0200 | 0x0800 | 0x8000;

  private static final byte UTF8MB4 = 45;

  private ServedCertificate() {}

  /**
   * The serial number of what a port of this machine proves itself with, in a handshake of its own;
   * empty when it does not, or with a certificate of another authority.
   */
  public static Optional<String> serial(Path caFile, TlsPort port) {
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(TIMEOUT_MILLIS);
      plain.connect(new InetSocketAddress(Ports.HOST, port.port()), TIMEOUT_MILLIS);
      if (port.mysql()) {
        askForEncryption(plain);
      }
      // A context of its own: none remembers a session, in which no certificate is sent.
      try (SSLSocket socket =
          (SSLSocket)
              TrustedSockets.of(caFile).createSocket(plain, Ports.HOST, port.port(), true)) {
        socket.startHandshake();
        X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return Optional.of(Pem.serial(own));
      }
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /** Reads the greeting, and answers it with an SSLRequest of the client's protocol. */
  private static void askForEncryption(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.skipNBytes(1L + length);
    ByteBuffer request = ByteBuffer.allocate(4 + MYSQL_PACKET).order(ByteOrder.LITTLE_ENDIAN);
    request.putInt(MYSQL_PACKET | 1 << 24);
    request.putInt(MYSQL_CAPABILITIES).putInt(1 << 24).put(UTF8MB4);
    socket.getOutputStream().write(request.array());
  }
}
