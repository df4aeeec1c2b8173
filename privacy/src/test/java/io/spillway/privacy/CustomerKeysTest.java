package io.spillway.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.privacy.CustomerKeys.Generation;
import io.spillway.privacy.adapter.memory.MemoryCustomerKeys;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.CustomerKey;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.privacy.SealedText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CustomerKeysTest {
  private static final Customer ADA = new Customer("shop", "ada");
  private static final Customer EVE = new Customer("shop", "eve");
  private final MemoryCustomerKeys store = new MemoryCustomerKeys(4);
  private final HandClock clock = new HandClock();
  private final MasterKeys masters = MasterKeys.parse(MasterKeys.line("one", new Random(1)));
  private final CustomerKeys keys = keys(masters, 1);
  private final CustomerKeys other = keys(masters, 2);

  @Test
  void allInstancesUseTheKeyThatWasAddedFirst() throws Exception {
    CustomerKey made = current(keys, ADA);
    CustomerKey found = current(other, ADA);

    String sealed = made.seal("name", "Ada", new Random(1));
    assertThat(found.open("name", Objects.requireNonNull(SealedText.parse(sealed))))
        .isEqualTo("Ada");
  }

  @Test
  void asksOnceAPartForAnyNumberOfCustomers() {
    Set<Customer> many =
        IntStream.range(0, 200)
            .mapToObj(i -> new Customer("shop", "c" + i))
            .collect(Collectors.toSet());

    assertThat(keys.current(many).keys()).hasSize(200);
    // What is there, and after the insert what is there now.
    assertThat(store.queries()).isEqualTo(8);
    keys.current(many);
    assertThat(store.queries()).isEqualTo(8);
  }

  @Test
  void aDestroyedKeyIsOutOfUseWithinItsAge() throws Exception {
    CustomerKey first = current(keys, ADA);
    store.destroy(ADA, clock.instant());
    assertThat(keys.find(ADA, 1)).isInstanceOf(Generation.Live.class);

    clock.pass(Duration.ofSeconds(5));

    assertThat(keys.find(ADA, 1)).isInstanceOf(Generation.Destroyed.class);
    CustomerKey second = current(keys, ADA);
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.mac("name", "Ada")).isNotEqualTo(first.mac("name", "Ada"));
    assertThat(keys.find(ADA, 1)).isInstanceOf(Generation.Destroyed.class);
  }

  @Test
  void aStoreThatIsDownFailsWhatIsNotInMemory() {
    current(keys, ADA);
    store.setDown(true);

    CustomerKeys.Found found = keys.current(List.of(ADA, EVE));

    assertThat(found.keys()).containsOnlyKeys(ADA);
    assertThat(found.unavailable()).containsOnlyKeys(EVE);
    assertThatThrownBy(() -> keys.find(EVE, 1))
        .isInstanceOf(CustomerKeyStore.UnavailableException.class);
  }

  @Test
  void tellsUnknownFromLocked() throws Exception {
    current(keys, ADA);
    MasterKeys wrong = MasterKeys.parse(MasterKeys.line("two", new Random(2)));

    assertThat(keys.find(ADA, 2)).isInstanceOf(Generation.Unknown.class);
    assertThat(keys.find(EVE, 1)).isInstanceOf(Generation.Unknown.class);
    assertThat(keys(wrong, 3).find(ADA, 1)).isInstanceOf(Generation.Locked.class);
    // It must not be given a second key, which would hide the mistake.
    assertThat(keys(wrong, 3).current(Set.of(ADA)).keys().get(ADA))
        .isInstanceOf(Generation.Locked.class);
  }

  @Test
  void neverDrawsAKeyTwice() {
    Set<String> macs = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      macs.add(current(keys, new Customer("shop", "c" + i)).mac("name", "Ada"));
    }
    assertThat(macs).hasSize(100);
  }

  private CustomerKeys keys(MasterKeys of, int seed) {
    return new CustomerKeys(
        store,
        of,
        Duration.ofSeconds(5),
        1_000,
        clock,
        new Random(seed),
        new SimpleMeterRegistry());
  }

  private static CustomerKey current(CustomerKeys keys, Customer customer) {
    Generation found = keys.current(Set.of(customer)).keys().get(customer);
    assertThat(found).isInstanceOf(Generation.Live.class);
    return ((Generation.Live) Objects.requireNonNull(found)).key();
  }
}
