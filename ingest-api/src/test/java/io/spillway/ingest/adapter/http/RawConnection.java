package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which any bytes can be sent, well-formed or not, and which reads answers strictly
 * (RFC 9112): whatever is not HTTP to the letter is a {@link MalformedAnswerException}.
 */
final class RawConnection implements AutoCloseable {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-5]\\d\\d) [ -~]*");
  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
  private static final Pattern VALUE = Pattern.compile("[\\t -~\\x80-\\xff]*");
  private static final int MAX_LINE = 64 * 1_024;

  private final Socket socket;
  private final InputStream in;

  /** An answer, its body without the framing. */
  record Answer(int status, List<Header> headers, byte[] body) {
    /** The only value of a header; null when it is absent. */
    @Nullable String header(String name) {
      List<String> values =
          headers.stream()
              .filter(header -> header.name().equalsIgnoreCase(name))
              .map(Header::value)
              .toList();
      if (values.size() > 1) {
        throw new MalformedAnswerException("header " + name + " is given " + values);
      }
      return values.isEmpty() ? null : values.getFirst();
    }

    boolean announcesClose() {
      String connection = header("Connection");
      return connection != null && connection.toLowerCase(Locale.ROOT).contains("close");
    }

    String text() {
      return new String(body, ISO_8859_1);
    }
  }

  record Header(String name, String value) {}

  /** What came back is not HTTP. */
  static final class MalformedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedAnswerException(String message) {
      super(message);
    }
  }

  RawConnection(int port, int timeoutMillis) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(timeoutMillis);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends; false when the server has closed already, whose answer may still be there. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Sends nothing any more. */
  void end() {
    try {
      socket.shutdownOutput();
    } catch (IOException closed) {
      // By the server, which says the same.
    }
  }

  /**
   * The next answer to a request with a method; empty when the connection is closed instead.
   *
   * @throws SocketTimeoutException when neither comes
   */
  Optional<Answer> read(String method) throws IOException {
    String line = line();
    if (line == null) {
      return Optional.empty();
    }
    var status = STATUS_LINE.matcher(line);
    require(status.matches(), "status line", line);
    int code = Integer.parseInt(status.group(1));
    List<Header> headers = headers();
    if (code == 100) {
      return read(method);
    }
    Answer head = new Answer(code, headers, new byte[0]);
    boolean bodiless = method.equals("HEAD") || code == 204 || code == 304 || code < 200;
    return Optional.of(bodiless ? head : new Answer(code, headers, body(head)));
  }

  /** Whether the server closes without saying anything more. */
  boolean closes() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Whether the server closes, perhaps after some more bytes. */
  boolean closesAfterMore() throws IOException {
    try {
      in.readAllBytes();
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Whether something can be read at once: bytes that nobody asked for. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  private List<Header> headers() throws IOException {
    List<Header> headers = new ArrayList<>();
    while (true) {
      String line = line();
      require(line != null, "headers", "closed within them");
      if (line.isEmpty()) {
        return headers;
      }
      var header = HEADER.matcher(line);
      require(header.matches(), "header", line);
      require(VALUE.matcher(header.group(2)).matches(), "header's value", line);
      headers.add(new Header(header.group(1), header.group(2).strip()));
    }
  }

  private byte[] body(Answer head) throws IOException {
    String length = head.header("Content-Length");
    String coding = head.header("Transfer-Encoding");
    require(length == null || coding == null, "framing", "both a length and chunks");
    if (coding != null) {
      require(coding.equals("chunked"), "Transfer-Encoding", coding);
      return chunks();
    }
    if (length == null) {
      return in.readAllBytes();
    }
    require(length.matches("\\d{1,9}"), "Content-Length", length);
    byte[] body = in.readNBytes(Integer.parseInt(length));
    require(body.length == Integer.parseInt(length), "body", "closed within it");
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      require(size != null && size.matches("[0-9a-fA-F]{1,7}"), "chunk size", size);
      int bytes = Integer.parseInt(size, 16);
      byte[] chunk = in.readNBytes(bytes);
      require(chunk.length == bytes, "chunk", "closed within it");
      body.write(chunk);
      if (bytes == 0) {
        headers();
        return body.toByteArray();
      }
      require("".equals(line()), "chunk", "does not end with CRLF");
    }
  }

  /** Up to CRLF, without it; null when the connection is closed before the first byte. */
  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int read;
      try {
        read = in.read();
      } catch (SocketException reset) {
        read = -1;
      }
      if (read < 0) {
        require(line.isEmpty(), "line", "closed within '" + line + "'");
        return null;
      }
      if (read == '\r') {
        require(in.read() == '\n', "line", "a bare CR after '" + line + "'");
        return line.toString();
      }
      require(read != '\n' && line.length() < MAX_LINE, "line", line);
      line.append((char) read);
    }
  }

  private static void require(boolean holds, String part, @Nullable Object found) {
    if (!holds) {
      throw new MalformedAnswerException("malformed " + part + ": " + found);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
