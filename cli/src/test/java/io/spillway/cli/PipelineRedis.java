package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Makes a running pipeline's Redis forget everything. */
final class PipelineRedis {
  private PipelineRedis() {}

  static void flush(String uri) throws IOException {
    URI redis = URI.create(uri);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(UTF_8));
      byte[] answer = socket.getInputStream().readNBytes(3);
      assertThat(new String(answer, UTF_8)).isEqualTo("+OK");
    }
  }
}
