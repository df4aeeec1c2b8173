package io.spillway.stack.adapter.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.port.StartListener;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {

  @Test
  void takesMysql9AndNoOtherDatabase() {
    assertThat(
            Programs.isSuitableMysql(
                List.of("/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))")))
        .isTrue();
    assertThat(Programs.isSuitableMysql(List.of("mysqld  Ver 8.0.43 for Linux on x86_64")))
        .isFalse();
    assertThat(
            Programs.isSuitableMysql(
                List.of("mysqld  Ver 10.11.11-MariaDB-0+deb12u1 for debian-linux-gnu")))
        .isFalse();
    assertThat(Programs.isSuitableMysql(List.of())).isFalse();
  }

  @Test
  void takesRedis7AndLater() {
    assertThat(Programs.isSuitableRedis(List.of("Redis server v=8.0.6 sha=00000000:0"))).isTrue();
    assertThat(Programs.isSuitableRedis(List.of("Redis server v=6.0.16 sha=00000000:0"))).isFalse();
  }

  @Test
  void readsMavensProgressOfALargeFileOnly() {
    assertThat(MavenArtifacts.percent("Progress (1): 66/132 MB")).isEqualTo(50);
    assertThat(MavenArtifacts.percent("Progress (1): 1.0/2.0 MB")).isEqualTo(StartListener.UNKNOWN);
    assertThat(MavenArtifacts.percent("Progress (3): 66/132 MB | 1/2 kB"))
        .isEqualTo(StartListener.UNKNOWN);
  }
}
