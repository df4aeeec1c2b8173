package io.spillway.access.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  @Test
  void isReadAsItWasWritten() {
    for (int seed = 0; seed < 1_000; seed++) {
      ApiKey key = Keys.key(seed);
      assertThat(key.text()).matches("spk_[0-9a-v]{13}_[0-9a-v]{59}");
      assertThat(ApiKey.read(key.text())).isEqualTo(key);
      assertThat(ApiKey.isId(key.id())).isTrue();
    }
  }

  @Test
  void everyMistypedCharacterIsNoticed() {
    String text = Keys.key(1).text();
    for (int at = ApiKey.PREFIX.length(); at < text.length(); at++) {
      char other = text.charAt(at) == '7' ? '8' : '7';
      assertThat(ApiKey.read(text.substring(0, at) + other + text.substring(at + 1)))
          .as("character %d", at)
          .isNull();
    }
    assertThat(ApiKey.read(text.substring(1))).isNull();
    assertThat(ApiKey.read(text + '0')).isNull();
    assertThat(ApiKey.read("")).isNull();
  }

  @Test
  void differentKeysHaveDifferentIdsAndHashes() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 1_000; seed++) {
      assertThat(seen.add(Keys.key(seed).id())).isTrue();
      assertThat(seen.add(Keys.key(seed).hash())).isTrue();
    }
  }

  @Test
  void doesNotTellItsSecret() {
    ApiKey key = Keys.key(1);
    assertThat(key.toString()).isEqualTo("spk_" + key.id()).doesNotContain(key.secret());
    assertThat(key.hash()).doesNotContain(key.secret());
  }

  @Test
  void isMadeOfAllRandomBytes() {
    assertThatThrownBy(() -> ApiKey.of(new byte[39])).hasMessageContaining("40 bytes");
    assertThat(ApiKey.of(new byte[ApiKey.RANDOM_BYTES]).text()).hasSize(77);
  }
}
