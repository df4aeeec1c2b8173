package io.spillway.schemas.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedTextTest {
  @Test
  void readsWhatItWrites() {
    SealedText sealed = SealedText.of(7, new byte[] {-1, 0, 62, 63});

    assertThat(sealed.text()).startsWith("enc:v1:7:").doesNotContain("=", "+", "/");
    assertThat(SealedText.parse(sealed.text())).isEqualTo(sealed);
    assertThat(sealed.bytes()).containsExactly(-1, 0, 62, 63);
    assertThat(SealedText.is(sealed.text())).isTrue();
    assertThat(SealedText.masked(sealed.text())).isEqualTo("[encrypted]");
    assertThat(SealedText.masked("UK")).isEqualTo("UK");
  }

  @Test
  void readsNothingElse() {
    for (String text : new String[] {"enc:v1:", "enc:v1:0:AA", "enc:v1:1:", "enc:v1:1:A A", "AA"}) {
      assertThat(SealedText.parse(text)).as(text).isNull();
    }
  }
}
