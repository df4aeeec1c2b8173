package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.privacy.adapter.memory.MemoryCustomerKeys;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewrapFlowTest {
  private final Random random = new Random(1);
  private final String first = MasterKeys.line("one", random);
  private final String second = MasterKeys.line("two", random);
  private final MemoryCustomerKeys keys = new MemoryCustomerKeys(4);

  @Test
  void afterwardsTheOldMasterKeyCanGo() throws Exception {
    MasterKeys old = MasterKeys.parse(first);
    for (int i = 0; i < 50; i++) {
      Customer customer = new Customer("shop", "c" + i);
      keys.add(part(customer), List.of(old.create(customer, 1, random)), Instant.EPOCH);
    }
    Customer ada = new Customer("shop", "c7");
    String sealed = old.unwrap(ada, 1, read(ada).wrapped()).seal("name", "Ada", random);
    Customer gone = new Customer("shop", "c8");
    keys.destroy(gone, Instant.EPOCH);

    MasterKeys both = MasterKeys.parse(first + "\n" + second);
    assertThat(flow(both).run()).isEqualTo(49);
    assertThat(flow(both).run()).isZero();

    assertThat(
            MasterKeys.parse(second)
                .unwrap(ada, 1, read(ada).wrapped())
                .open("name", SealedText.parse(sealed)))
        .isEqualTo("Ada");
    assertThat(read(gone).isDestroyed()).isTrue();
  }

  @Test
  void aMissingMasterKeyIsNamed() throws Exception {
    Customer ada = new Customer("shop", "ada");
    keys.add(part(ada), List.of(MasterKeys.parse(first).create(ada, 1, random)), Instant.EPOCH);
    assertThatThrownBy(() -> flow(MasterKeys.parse(second)).run())
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("'one' is not among [two]");
  }

  private RewrapFlow flow(MasterKeys masters) {
    return new RewrapFlow(keys, masters, random, Progress.silent());
  }

  private StoredCustomerKey read(Customer customer) throws Exception {
    return keys.read(part(customer), List.of(customer)).getFirst();
  }

  private static int part(Customer customer) {
    return SlotMap.shard(customer.slot(), 4);
  }
}
