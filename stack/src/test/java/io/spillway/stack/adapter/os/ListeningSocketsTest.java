package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {

  @Test
  void findsTheListenersOfAPortInBothTables() {
    List<String> table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:56B6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 273505 1 0 100 0 0 10 0
           1: 0100007F:56B6 0100007F:8000 01 00000000:00000000 00:00000000 00000000     0        0 340884 1 0 100 0 0 10 0
           2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 340885 1 0 100 0 0 10 0
          12: 0000000000000000FFFF00000100007F:56B6 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 77 1 0 100 0 0 10 0
        """
            .lines()
            .toList();
    assertThat(ListeningSockets.listening(table, 0x56B6))
        .containsExactlyInAnyOrder("socket:[273505]", "socket:[77]");
  }

  @Test
  void tellsOurPortFromAnothersPort() throws IOException {
    ProcessRecord self = ProcessRecord.of(ProcessHandle.current().pid()).orElseThrow();
    Process sleep = new ProcessBuilder("sleep", "60").start();
    ProcessRecord other = ProcessRecord.of(sleep.pid()).orElseThrow();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ListeningSockets.belongsTo(self, socket.getLocalPort())).isTrue();
      assertThat(ListeningSockets.belongsTo(other, socket.getLocalPort())).isFalse();
    } finally {
      sleep.destroyForcibly();
    }
  }
}
