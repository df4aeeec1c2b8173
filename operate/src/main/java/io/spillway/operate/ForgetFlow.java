package io.spillway.operate;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.ForgetPlan;
import io.spillway.operate.core.forget.ForgetReport;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.operate.port.CustomerRecords;
import io.spillway.privacy.PrivacyConfig;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.CustomerKey;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets a customer: learns what there is to look for, destroys the keys, removes clear copies
 * from before a field was marked, and searches every store for what should be gone. What it looks
 * for is in memory only. May be repeated, also after a failure.
 *
 * @param masters empty where none are configured, and nothing was ever encrypted
 * @param marks attributes that count as personal also where they are in clear
 */
public record ForgetFlow(
    CustomerKeyStore keys,
    Optional<MasterKeys> masters,
    PersonalAttributes marks,
    CustomerRecords records,
    List<CopySearch> searches,
    Pause pause,
    Clock clock,
    Progress progress) {
  /** The longest that an instance uses a key it has read, and a margin for a statement. */
  private static final Duration KEYS_IN_USE = PrivacyConfig.LONGEST_CACHED.plusSeconds(3);

  public ForgetFlow {
    searches = List.copyOf(searches);
  }

  /**
   * What there is of a customer; changes nothing.
   *
   * @throws OperationException when there are encrypted values and a master key is missing, for
   *     then nobody could tell what to look for
   */
  public ForgetPlan plan(Customer customer) throws UnavailableException, InterruptedException {
    List<StoredCustomerKey> stored = stored(customer);
    Map<Integer, CustomerKey> live = live(stored);
    List<OrderRow> rows = records.rows(customer);
    Set<ClearTexts.Value> values = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    for (OrderRow row : rows) {
      ids.add(row.getOrderId());
      collect(OrderRowJson.readAttributes(row.getAttributesJson()), live, values);
    }
    for (Order order : records.submitted(customer)) {
      ids.add(order.getOrderId());
      collect(order.getAttributesMap(), live, values);
    }
    List<byte[]> wrapped = new ArrayList<>();
    for (StoredCustomerKey key : stored) {
      WrappedKey bytes = key.wrapped();
      if (bytes != null) {
        wrapped.add(bytes.bytes());
      }
    }
    return new ForgetPlan(
        customer,
        ids,
        rows.stream().filter(row -> ForgetPlan.isClear(row, marks)).toList(),
        wrapped.size(),
        ClearTexts.of(values, wrapped));
  }

  /** Does it, and looks whether it is done. */
  public ForgetReport run(ForgetPlan plan) throws UnavailableException, InterruptedException {
    Customer customer = plan.customer();
    int destroyed = destroy(customer);
    List<OrderRow> rewritten =
        plan.clear().stream()
            .map(row -> row.toBuilder().setAttributesJson(ForgetPlan.forgotten(row, marks)).build())
            .toList();
    int rows = records.rewrite(rewritten);
    if (destroyed > 0) {
      progress.say("waiting " + KEYS_IN_USE.toSeconds() + " s for every instance to drop the key");
      pause.sleep(KEYS_IN_USE);
    }
    if (!rewritten.isEmpty()) {
      records.renewDocuments(rewritten.stream().map(OrderRow::getOrderId).toList());
    }
    int answers = records.forgetAnswers(customer.tenant(), plan.orderIds());
    List<SearchedPlace> places = new ArrayList<>();
    if (!plan.texts().isEmpty()) {
      for (CopySearch search : searches) {
        places.addAll(search.search(plan.texts(), progress));
      }
    }
    return new ForgetReport(
        plan.orderIds().size(), destroyed, rows, answers, plan.texts().size(), plan.open(), places);
  }

  private void collect(
      Map<String, String> attributes,
      Map<Integer, CustomerKey> live,
      Collection<ClearTexts.Value> values) {
    attributes.forEach(
        (name, value) -> {
          SealedText sealed = SealedText.parse(value);
          CustomerKey key = sealed == null ? null : live.get(sealed.generation());
          if (sealed != null && key != null) {
            try {
              values.add(new ClearTexts.Value(name, key.open(name, sealed)));
            } catch (CustomerKey.UnreadableException e) {
              progress.say(
                  "an encrypted value of '"
                      + name
                      + "' cannot be decrypted, and is not looked for");
            }
          } else if (ForgetPlan.isClear(marks, name, value)) {
            values.add(new ClearTexts.Value(name, value));
          }
        });
  }

  private Map<Integer, CustomerKey> live(List<StoredCustomerKey> stored) {
    Map<Integer, CustomerKey> live = new HashMap<>();
    for (StoredCustomerKey key : stored) {
      WrappedKey wrapped = key.wrapped();
      if (wrapped == null) {
        continue;
      }
      MasterKeys masterKeys =
          masters.orElseThrow(
              () ->
                  new OperationException(
                      "SPILLWAY_PRIVACY_MASTER_KEY_FILE names no file: without the master key nobody"
                          + " can tell which values to look for"));
      try {
        live.put(key.generation(), masterKeys.unwrap(key.customer(), key.generation(), wrapped));
      } catch (MasterKeys.UnwrapException e) {
        throw new OperationException(
            "the customer's key cannot be unwrapped: " + e.getMessage(), e);
      }
    }
    return live;
  }

  private List<StoredCustomerKey> stored(Customer customer) throws UnavailableException {
    try {
      int part = SlotMap.shard(customer.slot(), keys.parts());
      return keys.read(part, List.of(customer));
    } catch (CustomerKeyStore.UnavailableException e) {
      throw new UnavailableException("customers' keys cannot be read: " + e.getMessage(), e);
    }
  }

  private int destroy(Customer customer) throws UnavailableException {
    try {
      return keys.destroy(customer, clock.instant());
    } catch (CustomerKeyStore.UnavailableException e) {
      throw new UnavailableException(
          "it is not known whether the customer's key was destroyed; run the same again: "
              + e.getMessage(),
          e);
    }
  }
}
