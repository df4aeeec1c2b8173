package io.spillway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.port.ReadException;
import io.spillway.privacy.CustomerKeys;
import io.spillway.privacy.CustomerKeys.Generation;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.CustomerKey;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.tables.OrderRowJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts what of an order names a person before anything else happens with it, and decrypts it
 * for those who may read it: nothing behind the API has it in clear. Thread-safe; waits for the
 * customers' keys.
 */
public final class PersonalData {
  private static final Logger LOG = LoggerFactory.getLogger(PersonalData.class);
  private static final String UNREADABLE = "[unreadable]";

  private final PersonalAttributes personal;
  private final @Nullable CustomerKeys keys;
  private final Counter sealed;
  private final Counter unreadable;

  /**
   * Of the marked attributes.
   *
   * @param keys null where there is no master key; then nothing may be marked
   */
  public PersonalData(
      PersonalAttributes personal, @Nullable CustomerKeys keys, MeterRegistry metrics) {
    if (keys == null && !personal.names().isEmpty()) {
      throw new IllegalArgumentException("marked attributes, but no keys: " + personal.names());
    }
    this.personal = personal;
    this.keys = keys;
    this.sealed =
        Counter.builder("spillway.ingest.personal.sealed")
            .description("values of orders that were encrypted")
            .register(metrics);
    this.unreadable =
        Counter.builder("spillway.ingest.personal.unreadable")
            .description("encrypted values that could not be decrypted, and are not forgotten ones")
            .register(metrics);
  }

  /** Without marks and keys. */
  public static PersonalData none(MeterRegistry metrics) {
    return new PersonalData(PersonalAttributes.NONE, null, metrics);
  }

  /** What became of an order. */
  public sealed interface Sealing {
    /** The order, without a personal value in clear, and what recognises it. */
    record Sealed(ValidOrder order, Fingerprint fingerprint) implements Sealing {}

    /** The customer's key cannot be had, so the order must not be taken. */
    record Unavailable(String why) implements Sealing {}
  }

  /** Encrypts what is marked in orders, in their order; without marks no key is asked for. */
  public List<Sealing> seal(List<ValidOrder> orders) {
    Set<Customer> customers = new LinkedHashSet<>();
    for (ValidOrder order : orders) {
      if (personal.anyOf(order.attributes())) {
        customers.add(customer(order));
      }
    }
    if (customers.isEmpty()) {
      return orders.stream().map(PersonalData::asItIs).toList();
    }
    CustomerKeys.Found found = Objects.requireNonNull(keys).current(customers);
    return orders.stream()
        .map(
            order ->
                personal.anyOf(order.attributes())
                    ? seal(order, found.keys().get(customer(order)))
                    : asItIs(order))
        .toList();
  }

  private static Sealing asItIs(ValidOrder order) {
    return new Sealing.Sealed(order, Fingerprint.of(order));
  }

  private Sealing seal(ValidOrder order, @Nullable Generation generation) {
    if (!(generation instanceof Generation.Live(CustomerKey key))) {
      return new Sealing.Unavailable(
          generation instanceof Generation.Locked(String why) ? why : "its shard does not answer");
    }
    SortedMap<String, String> values = new TreeMap<>(order.attributes());
    values.replaceAll(
        (name, value) -> {
          if (!personal.marks(name)) {
            return value;
          }
          sealed.increment();
          return key.seal(name, value, Objects.requireNonNull(keys).random());
        });
    return new Sealing.Sealed(order.withAttributes(values), Fingerprint.of(order, personal, key));
  }

  /**
   * The row as a caller may see it. Fails with {@link ReadException} when the customer's key cannot
   * be asked for.
   *
   * @param mayRead whether the caller may read what names a person
   */
  public OrderRow open(OrderRow row, boolean mayRead) {
    if (personal.names().isEmpty() && !row.getAttributesJson().contains(SealedText.PREFIX)) {
      return row;
    }
    SortedMap<String, String> values = OrderRowJson.readAttributes(row.getAttributesJson());
    Customer customer = new Customer(row.getTenant(), row.getCustomerId());
    values.replaceAll(
        (name, value) -> {
          if (SealedText.is(value)) {
            return mayRead ? open(customer, name, value) : SealedText.HIDDEN;
          }
          // Of a time before the attribute was marked.
          boolean hidden = personal.marks(name) && !mayRead && !value.equals(SealedText.FORGOTTEN);
          return hidden ? SealedText.HIDDEN : value;
        });
    return row.toBuilder().setAttributesJson(OrderRowJson.attributes(values)).build();
  }

  private String open(Customer customer, String name, String value) {
    if (keys == null) {
      return SealedText.HIDDEN;
    }
    SealedText text = SealedText.parse(value);
    if (text == null) {
      return unreadable("it is cut or changed");
    }
    try {
      return switch (keys.find(customer, text.generation())) {
        case Generation.Live(CustomerKey key) -> key.open(name, text);
        case Generation.Destroyed() -> SealedText.FORGOTTEN;
        case Generation.Locked(String why) -> unreadable(why);
        case Generation.Unknown() -> unreadable("there is no key of this generation");
      };
    } catch (CustomerKey.UnreadableException e) {
      return unreadable(String.valueOf(e.getMessage()));
    } catch (CustomerKeyStore.UnavailableException e) {
      throw new ReadException("the customer's key cannot be read", e);
    }
  }

  private String unreadable(String why) {
    unreadable.increment();
    LOG.atWarn().addKeyValue("cause", why).log("An encrypted value cannot be decrypted");
    return UNREADABLE;
  }

  private static Customer customer(ValidOrder order) {
    return new Customer(order.tenant(), order.customerId());
  }
}
