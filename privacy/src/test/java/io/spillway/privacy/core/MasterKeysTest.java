package io.spillway.privacy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.MasterKeys.UnwrapException;
import io.spillway.schemas.privacy.SealedText;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MasterKeysTest {
  private static final Customer ADA = new Customer("shop", "17850");
  private final Random random = new Random(5);
  private final String first = MasterKeys.line("2026-01", random);
  private final String second = MasterKeys.line("2026-07", random);

  @Test
  void theLastKeyWrapsAndAllOpen() throws Exception {
    MasterKeys before = MasterKeys.parse("# of the shop\n" + first + "\n\n");
    MasterKeys both = MasterKeys.parse(first + "\n" + second);
    StoredKeyDraft old = before.create(ADA, 1, random);
    StoredKeyDraft fresh = both.create(ADA, 2, random);

    assertThat(old.wrapped().master()).isEqualTo("2026-01");
    assertThat(fresh.wrapped().master()).isEqualTo("2026-07");
    assertThat(fresh.wrapped().bytes()).hasSize(WrappedKey.BYTES);
    String sealed = before.unwrap(ADA, 1, old.wrapped()).seal("name", "Ada", random);
    assertThat(open(both, 1, old.wrapped(), sealed)).isEqualTo("Ada");
    assertThatThrownBy(() -> before.unwrap(ADA, 2, fresh.wrapped()))
        .isInstanceOf(UnwrapException.class)
        .hasMessageContaining("'2026-07' is not among [2026-01]");
  }

  @Test
  void aRewrappedKeyIsTheSameKeyWithoutItsOldMaster() throws Exception {
    MasterKeys both = MasterKeys.parse(first + "\n" + second);
    StoredKeyDraft old = MasterKeys.parse(first).create(ADA, 1, random);
    String sealed = both.unwrap(ADA, 1, old.wrapped()).seal("name", "Ada", random);

    WrappedKey moved =
        both.rewrap(
            new StoredCustomerKey(ADA, 1, old.wrapped(), Instant.EPOCH, null),
            old.wrapped(),
            random);

    assertThat(moved.master()).isEqualTo("2026-07");
    assertThat(open(MasterKeys.parse(second), 1, moved, sealed)).isEqualTo("Ada");
  }

  @Test
  void aKeyIsNobodyElses() {
    MasterKeys masters = MasterKeys.parse(first);
    WrappedKey wrapped = masters.create(ADA, 1, random).wrapped();

    refuses(masters, new Customer("shop", "17851"), 1, wrapped);
    refuses(masters, new Customer("other", "17850"), 1, wrapped);
    refuses(masters, ADA, 2, wrapped);
    byte[] changed = wrapped.bytes().clone();
    changed[20] ^= 1;
    refuses(masters, ADA, 1, new WrappedKey("2026-01", changed));
    refuses(masters, ADA, 1, new WrappedKey("2026-01", new byte[3]));
    refuses(MasterKeys.parse(MasterKeys.line("2026-01", new Random(9))), ADA, 1, wrapped);
  }

  @Test
  void refusesOtherFilesAndTellsNoKey() {
    for (String text :
        new String[] {"", "# nothing", "secretsecret", "v1:c2hvcnQ=", "v1:%%", "a b:AA"}) {
      assertThatThrownBy(() -> MasterKeys.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("secret", "c2hvcnQ");
    }
    assertThatThrownBy(() -> MasterKeys.parse(first + "\n" + first))
        .hasMessageContaining("line 2 has a version for a second time");
  }

  private static String open(MasterKeys masters, int generation, WrappedKey wrapped, String sealed)
      throws Exception {
    return masters
        .unwrap(ADA, generation, wrapped)
        .open("name", Objects.requireNonNull(SealedText.parse(sealed)));
  }

  private static void refuses(
      MasterKeys masters, Customer customer, int generation, WrappedKey wrapped) {
    assertThatThrownBy(() -> masters.unwrap(customer, generation, wrapped))
        .isInstanceOf(UnwrapException.class);
  }
}
