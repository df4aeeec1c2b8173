package io.spillway.privacy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.privacy.core.CustomerKey.UnreadableException;
import io.spillway.schemas.privacy.SealedText;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomerKeyTest {
  private static final Customer ADA = new Customer("shop", "17850");
  private static final byte[] BYTES = bytes(1);
  private final Random random = new Random(3);
  private final CustomerKey key = CustomerKey.of(ADA, 1, BYTES);

  @Test
  void opensWhatItSealed() throws Exception {
    for (String value :
        new String[] {"", "Ada Lovelace", "\uD834\uDD1E".repeat(256), "enc:v1:1:AA"}) {
      SealedText sealed = sealed(key.seal("name", value, random));
      assertThat(sealed.generation()).isEqualTo(1);
      assertThat(key.open("name", sealed)).isEqualTo(value);
    }
  }

  @Test
  void theSameValueIsNeverTheSameText() {
    SecureRandom secure = new SecureRandom();
    assertThat(key.seal("name", "Ada", secure)).isNotEqualTo(key.seal("name", "Ada", secure));
  }

  @Test
  void opensNothingThatStoodElsewhere() {
    SealedText sealed = sealed(key.seal("name", "Ada Lovelace", random));

    refuses(key, "email", sealed);
    refuses(CustomerKey.of(new Customer("other", "17850"), 1, BYTES), "name", sealed);
    refuses(CustomerKey.of(new Customer("shop", "17851"), 1, BYTES), "name", sealed);
    refuses(CustomerKey.of(new Customer("shop1", "7850"), 1, BYTES), "name", sealed);
    refuses(CustomerKey.of(ADA, 1, bytes(2)), "name", sealed);
    refuses(CustomerKey.of(ADA, 2, BYTES), "name", sealed);
    refuses(CustomerKey.of(ADA, 2, BYTES), "name", new SealedText(2, sealed.content()));
  }

  @Test
  void noticesEachChangedByte() {
    SealedText sealed = sealed(key.seal("name", "Ada", random));
    for (int i = 0; i < sealed.bytes().length; i++) {
      byte[] changed = sealed.bytes();
      changed[i] ^= 1;
      refuses(key, "name", SealedText.of(1, changed));
    }
    refuses(key, "name", SealedText.of(1, new byte[27]));
    refuses(key, "name", new SealedText(1, "A"));
  }

  @Test
  void macsAreEqualForEqualValuesAlone() {
    String mac = key.mac("name", "Ada");
    assertThat(key.mac("name", "Ada")).isEqualTo(mac);
    assertThat(key.mac("name", "Eve")).isNotEqualTo(mac);
    assertThat(key.mac("nam", "eAda")).isNotEqualTo(mac);
    assertThat(CustomerKey.of(ADA, 1, bytes(2)).mac("name", "Ada")).isNotEqualTo(mac);
  }

  /** Golden: what was encrypted before this version must stay readable. */
  @Test
  void neverChangesItsForm() throws Exception {
    assertThat(key.mac("name", "Ada"))
        .isEqualTo("783a2218e00d292889a4422c163727ea8094119b8fbd97b913bc22485879778c");
    assertThat(
            key.open(
                "name", sealed("enc:v1:1:TJMmu5gF-o-FiCwS7uOX3znZtVEo6515jAAZlewbKPLxJ5ZaVDeXvw")))
        .isEqualTo("Ada Lovelace");
  }

  @Test
  void tellsNobodyItsBytes() {
    assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(BYTES));
  }

  private static void refuses(CustomerKey key, String attribute, SealedText sealed) {
    assertThatThrownBy(() -> key.open(attribute, sealed)).isInstanceOf(UnreadableException.class);
  }

  private static SealedText sealed(String text) {
    return Objects.requireNonNull(SealedText.parse(text), text);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
