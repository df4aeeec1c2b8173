package io.spillway.stack.adapter.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptSourceTest {

  @Test
  void readsOneLineSourcesWithAndWithoutOptions() {
    assertThat(
            AptSource.parseLines(
                """
                # deb http://commented.example/debian bookworm main
                deb http://mirror.example/debian bookworm main contrib # trailing
                deb [ arch=amd64 signed-by=/usr/share/keyrings/k.gpg ] http://other.example/x stable x
                deb-src http://mirror.example/debian bookworm main
                deb http://mirror.example/flat ./

                """))
        .containsExactly(
            new AptSource(
                "http://mirror.example/debian",
                List.of("bookworm"),
                List.of("main", "contrib"),
                ""),
            new AptSource(
                "http://other.example/x",
                List.of("stable"),
                List.of("x"),
                "/usr/share/keyrings/k.gpg"));
  }

  @Test
  void readsStanzasAndLeavesOutDisabledOnesAndSourcePackages() {
    assertThat(
            AptSource.parseStanzas(
                """
                Types: deb deb-src
                # a comment does not end the stanza
                URIs: http://mirror.example/debian http://second.example/debian
                Suites: bookworm
                 bookworm-updates
                Components: main
                signed-by: /usr/share/keyrings/debian-archive-keyring.gpg

                Types: deb
                Enabled: no
                URIs: http://disabled.example
                Suites: bookworm
                Components: main

                Types: deb-src
                URIs: http://source.example
                Suites: bookworm
                Components: main
                """))
        .extracting(AptSource::uri)
        .containsExactly("http://mirror.example/debian", "http://second.example/debian");
  }

  @Test
  void readsFieldsThatGoOnInTheNextLine() {
    AptSource source =
        AptSource.parseStanzas(
                """
                Types: deb
                URIs: http://mirror.example/debian
                Suites: bookworm
                 bookworm-updates
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 abc
                """)
            .getFirst();
    assertThat(source.suites()).containsExactly("bookworm", "bookworm-updates");
    assertThat(source.signedBy()).contains("BEGIN PGP");
  }
}
