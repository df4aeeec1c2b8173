package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TakenPortsTest {
  private final Ports ports = new Ports(new SplittableRandom(5));

  @Test
  void aTakenPortIsReplaced() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports.take(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void aFreePortIsGivenOnce() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(ports.take(free)).isEqualTo(free);
    assertThat(ports.take(free)).isNotEqualTo(free);
  }

  @Test
  void aServiceThatEndedGetsItsPortAgain() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(ports.take(free)).isEqualTo(free);
    ports.release(free);
    assertThat(ports.take(free)).isEqualTo(free);
  }
}
