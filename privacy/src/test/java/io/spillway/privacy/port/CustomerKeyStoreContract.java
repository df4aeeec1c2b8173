package io.spillway.privacy.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.schemas.routing.SlotMap;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of customers' keys keeps to. */
public abstract class CustomerKeyStoreContract {
  private static final Instant AT = Instant.parse("2026-11-29T08:00:00.123Z");
  private final Random random = new Random(11);
  private final MasterKeys masters = MasterKeys.parse(MasterKeys.line("one", random));

  protected abstract CustomerKeyStore store();

  @Test
  void aKeyIsReadAsItWasAdded() throws Exception {
    Customer customer = fresh();
    StoredKeyDraft key = masters.create(customer, 1, random);
    assertThat(read(customer)).isEmpty();

    store().add(part(customer), List.of(key), AT);

    StoredCustomerKey kept = read(customer).getFirst();
    assertThat(kept.customer()).isEqualTo(customer);
    assertThat(kept.generation()).isEqualTo(1);
    assertThat(kept.createdAt()).isEqualTo(AT);
    assertThat(kept.isDestroyed()).isFalse();
    assertThat(kept.wrapped().master()).isEqualTo("one");
    assertThat(kept.wrapped().bytes()).isEqualTo(key.wrapped().bytes());
  }

  @Test
  void theFirstKeyOfAGenerationStands() throws Exception {
    Customer customer = fresh();
    StoredKeyDraft first = masters.create(customer, 1, random);
    store().add(part(customer), List.of(first), AT);

    store()
        .add(
            part(customer),
            List.of(masters.create(customer, 1, random), masters.create(customer, 2, random)),
            AT);

    assertThat(read(customer)).hasSize(2);
    assertThat(generation(customer, 1).wrapped().bytes()).isEqualTo(first.wrapped().bytes());
  }

  @Test
  void aDestroyedKeyLeavesItsGeneration() throws Exception {
    Customer customer = fresh();
    Customer other = new Customer(customer.tenant(), customer.customerId().replace("é", "É"));
    store().add(part(customer), List.of(masters.create(customer, 1, random)), AT);
    store().add(part(other), List.of(masters.create(other, 1, random)), AT);

    assertThat(store().destroy(customer, AT.plusSeconds(1))).isEqualTo(1);
    assertThat(store().destroy(customer, AT.plusSeconds(2))).isZero();

    StoredCustomerKey left = read(customer).getFirst();
    assertThat(left.wrapped()).isNull();
    assertThat(left.isDestroyed()).isTrue();
    assertThat(left.destroyedAt()).isEqualTo(AT.plusSeconds(1));
    assertThat(read(other).getFirst().isDestroyed()).isFalse();

    store().add(part(customer), List.of(masters.create(customer, 1, random)), AT);
    assertThat(read(customer).getFirst().isDestroyed()).isTrue();
  }

  @Test
  void aKeyIsRewrappedOnceAndADestroyedOneNever() throws Exception {
    String version = "m" + UUID.randomUUID().toString().substring(0, 8);
    MasterKeys own = MasterKeys.parse(MasterKeys.line(version, random));
    Customer customer = fresh();
    store().add(part(customer), List.of(own.create(customer, 1, random)), AT);
    StoredCustomerKey read = read(customer).getFirst();
    assertThat(others(customer, "another")).contains(customer);
    assertThat(others(customer, version)).doesNotContain(customer);

    WrappedKey next = new WrappedKey("next", read.wrapped().bytes().clone());
    assertThat(store().rewrap(read, next)).isTrue();
    assertThat(store().rewrap(read, next)).isFalse();
    StoredCustomerKey moved = read(customer).getFirst();
    assertThat(moved.wrapped().master()).isEqualTo("next");
    assertThat(moved.createdAt()).isEqualTo(AT);

    store().destroy(customer, AT);
    assertThat(store().rewrap(moved, next)).isFalse();
    assertThat(read(customer).getFirst().isDestroyed()).isTrue();
    assertThat(others(customer, "another")).doesNotContain(customer);
  }

  @Test
  void nobodyAsksForNothing() throws Exception {
    assertThat(store().read(0, List.of())).isEmpty();
    store().add(0, List.of(), AT);
  }

  private StoredCustomerKey generation(Customer customer, int generation) throws Exception {
    return read(customer).stream()
        .filter(key -> key.generation() == generation)
        .findFirst()
        .orElseThrow();
  }

  private List<Customer> others(Customer customer, String master) throws Exception {
    return store().wrappedByOthers(part(customer), master, 1_000).stream()
        .map(StoredCustomerKey::customer)
        .toList();
  }

  private List<StoredCustomerKey> read(Customer customer) throws Exception {
    return store().read(part(customer), List.of(customer));
  }

  private int part(Customer customer) {
    return SlotMap.shard(customer.slot(), store().parts());
  }

  private static Customer fresh() {
    return new Customer("t", "é-" + UUID.randomUUID());
  }
}
