package io.spillway.stack.adapter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashesTest {
  @Test
  void redisComparesTheDigest() {
    assertThat(PasswordHashes.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  /** Elasticsearch finds salt and hash by their lengths: 32 bytes each, in Base64. */
  @Test
  void elasticsearchIsToldTheIterationsTheSaltAndTheHash() {
    String hash = PasswordHashes.pbkdf2("abc");
    assertThat(hash).matches("\\{PBKDF2}1000\\$[A-Za-z0-9+/=]{44}\\$[A-Za-z0-9+/=]{44}");
    assertThat(PasswordHashes.pbkdf2("abc")).as("another salt").isNotEqualTo(hash);
  }
}
