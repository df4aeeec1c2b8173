package io.spillway.stack.adapter.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
  private static final Distribution DEBIAN = new Distribution("debian", "bookworm");
  private static final Distribution UBUNTU = new Distribution("ubuntu", "noble");

  @Test
  void readsOsRelease() {
    assertThat(
            Distribution.parse(
                """
                PRETTY_NAME="Ubuntu 24.04.1 LTS"
                ID=ubuntu
                ID_LIKE=debian
                VERSION_CODENAME='noble'
                """))
        .isEqualTo(UBUNTU);
  }

  @Test
  void prefersItsOwnArchiveToThirdPartiesThatUseItsSuiteNames() {
    AptSource thirdParty = source("http://packages.example/php", "bookworm", "");
    AptSource otherKeyring =
        source("http://x.example/debian", "bookworm", "/usr/share/keyrings/x.gpg");
    AptSource security = source("http://mirror.example/debian-security", "bookworm-security", "");
    AptSource own = source("http://mirror.example/debian", "bookworm", "");
    assertThat(DEBIAN.ownSource(List.of(thirdParty, otherKeyring, security, own))).contains(own);
  }

  @Test
  void takesAnyOfDebiansSuitesButOnlyItsOwnOfUbuntus() {
    AptSource stable = source("http://mirror.example/debian", "stable", "");
    assertThat(DEBIAN.ownSource(List.of(stable))).contains(stable);
    assertThat(UBUNTU.ownSource(List.of(source("http://mirror.example/ubuntu", "stable", ""))))
        .isEmpty();
  }

  @Test
  void writesTheSuiteThatHasMysql() {
    AptSource debian = source("http://mirror.example/debian", "bookworm", "/k/debian-archive.gpg");
    assertThat(AptState.sourceLines(DEBIAN, debian))
        .isEqualTo("deb [signed-by=/k/debian-archive.gpg] http://mirror.example/debian sid main\n");
    AptSource ubuntu = source("http://mirror.example/ubuntu", "noble", "/k/ubuntu-archive.gpg");
    assertThat(AptState.sourceLines(UBUNTU, ubuntu))
        .isEqualTo(
            "deb [signed-by=/k/ubuntu-archive.gpg] http://mirror.example/ubuntu noble"
                + " main universe\n");
  }

  @Test
  void readsWhatAptReads(@TempDir Path apt) throws IOException {
    Path parts = Files.createDirectory(apt.resolve("sources.list.d"));
    Files.writeString(apt.resolve("sources.list"), "deb http://a.example/debian bookworm main\n");
    Files.writeString(parts.resolve("b.list"), "deb http://b.example/debian bookworm main\n");
    Files.writeString(parts.resolve("c.list.disabled"), "deb http://c.example bookworm main\n");
    Files.writeString(
        parts.resolve("d.sources"),
        "Types: deb\nURIs: http://d.example/debian\nSuites: bookworm\nComponents: main\n");
    assertThat(Distribution.configuredSources(apt))
        .extracting(AptSource::uri)
        .containsExactly(
            "http://a.example/debian", "http://b.example/debian", "http://d.example/debian");
  }

  private static AptSource source(String uri, String suite, String signedBy) {
    return new AptSource(uri, List.of(suite), List.of("main"), signedBy);
  }
}
