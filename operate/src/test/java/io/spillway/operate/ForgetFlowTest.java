package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.ForgetPlan;
import io.spillway.operate.core.forget.ForgetReport;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.operate.port.CustomerRecords;
import io.spillway.privacy.adapter.memory.MemoryCustomerKeys;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForgetFlowTest {
  private static final Customer ADA = new Customer("shop", "ada");
  private static final PersonalAttributes MARKS = PersonalAttributes.parse("name,nick");
  private final Random random = new Random(1);
  private final MasterKeys masters = MasterKeys.parse(MasterKeys.line("one", random));
  private final MemoryCustomerKeys keys = new MemoryCustomerKeys(4);
  private final Records records = new Records();
  private final List<String> happened = records.happened;

  @Test
  void looksForWhatTheKeyOpensAndDestroysItFirst() throws Exception {
    StoredKeyDraft key = key();
    records.row("o1", "CONFIRMED", "name", sealed(key, "name", "Ada Lovelace"));
    // Under the same idempotency key, and not taken.
    records.submitted("o1", "name", sealed(key, "name", "Augusta Byron"));

    ForgetPlan plan = flow(Optional.of(masters)).plan(ADA);
    assertThat(plan.orderIds()).containsExactly("o1");
    assertThat(plan.clear()).isEmpty();
    assertThat(plan.texts().in("Ada Lovelace")).containsExactly("name");
    assertThat(plan.texts().in("Augusta Byron")).containsExactly("name");
    assertThat(plan.texts().in(key.wrapped().bytes())).containsExactly(ClearTexts.WRAPPED_KEY);
    assertThat(keys.read(part(), List.of(ADA)).getFirst().isDestroyed()).isFalse();

    ForgetReport report = flow(Optional.of(masters)).run(plan);

    assertThat(keys.read(part(), List.of(ADA)).getFirst().isDestroyed()).isTrue();
    assertThat(happened).containsExactly("wait PT8S", "answers shop [o1]", "search true");
    assertThat(report.ok()).isTrue();
    assertThat(report.keysDestroyed()).isEqualTo(1);
    assertThat(report.texts()).isEqualTo(3);
  }

  @Test
  void takesClearValuesOutOfRowsAndDocuments() throws Exception {
    records.row("o1", "REJECTED", "nick", "Zaphod B.", "country", "UK");
    records.row("o2", "REJECTED", "country", "UK");

    ForgetReport report = run(Optional.empty());

    assertThat(happened)
        .containsExactly(
            "rewrite o1 {\"country\":\"UK\",\"nick\":\"[forgotten]\"}",
            "documents [o1]",
            "answers shop [o1, o2]",
            "search true");
    assertThat(report.ok()).isTrue();
    assertThat(report.rowsRewritten()).isEqualTo(1);
  }

  @Test
  void anOrderThatIsNotEndedBringsItsValueBack() throws Exception {
    records.row("o1", "CONFIRMED", "nick", "Zaphod B.");
    ForgetReport report = run(Optional.empty());
    assertThat(report.open()).containsExactly("o1");
    assertThat(report.ok()).isFalse();
  }

  @Test
  void isNotDoneWhileAnythingIsFoundThatStays() throws Exception {
    records.row("o1", "REJECTED", "nick", "Zaphod B.");
    records.found = place(null);
    assertThat(run(Optional.empty()).ok()).isFalse();
    records.found = place(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(run(Optional.empty()).ok()).isTrue();
  }

  @Test
  void againChangesNothing() throws Exception {
    StoredKeyDraft key = key();
    records.row("o1", "CONFIRMED", "name", sealed(key, "name", "Ada Lovelace"));
    run(Optional.of(masters));
    happened.clear();

    ForgetReport again = run(Optional.empty());

    assertThat(again.keysDestroyed()).isZero();
    assertThat(again.texts()).isZero();
    assertThat(happened).containsExactly("answers shop [o1]");
  }

  @Test
  void withoutTheMasterKeyNothingIsDestroyed() throws Exception {
    StoredKeyDraft key = key();
    records.row("o1", "CONFIRMED", "name", sealed(key, "name", "Ada Lovelace"));

    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("SPILLWAY_PRIVACY_MASTER_KEY_FILE");
    MasterKeys wrong = MasterKeys.parse(MasterKeys.line("two", random));
    assertThatThrownBy(() -> run(Optional.of(wrong)))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("'one' is not among [two]");
    assertThat(keys.read(part(), List.of(ADA)).getFirst().isDestroyed()).isFalse();
  }

  private ForgetReport run(Optional<MasterKeys> with) throws Exception {
    ForgetFlow flow = flow(with);
    return flow.run(flow.plan(ADA));
  }

  private ForgetFlow flow(Optional<MasterKeys> with) {
    return new ForgetFlow(
        keys,
        with,
        MARKS,
        records,
        List.of(records),
        new Pause() {
          @Override
          public void sleep(Duration duration) {
            happened.add("wait " + duration);
          }

          @Override
          public Duration now() {
            return Duration.ZERO;
          }
        },
        new HandClock(),
        Progress.silent());
  }

  private StoredKeyDraft key() throws Exception {
    StoredKeyDraft key = masters.create(ADA, 1, random);
    keys.add(part(), List.of(key), Instant.EPOCH);
    return key;
  }

  private String sealed(StoredKeyDraft key, String name, String value) throws Exception {
    return masters.unwrap(ADA, 1, key.wrapped()).seal(name, value, random);
  }

  private static int part() {
    return SlotMap.shard(ADA.slot(), 4);
  }

  private static SearchedPlace place(Instant goneFrom) {
    return new SearchedPlace(
        "kafka", "orders.events.v1", 3, 2, Set.of("nick"), "partition 1: 0 to 1", goneFrom);
  }

  /** A customer's records in memory, and what was done with them. */
  private static final class Records implements CustomerRecords, CopySearch {
    final List<String> happened = new ArrayList<>();
    final List<OrderRow> rows = new ArrayList<>();
    final List<Order> submitted = new ArrayList<>();
    SearchedPlace found = SearchedPlace.clean("mysql", "shard 0 orders", 7);

    void row(String id, String status, String... attributes) {
      rows.add(
          OrderRow.newBuilder()
              .setOrderId(id)
              .setStatus(status)
              .setAttributesJson(OrderRowJson.attributes(map(attributes)))
              .build());
    }

    void submitted(String id, String... attributes) {
      submitted.add(Order.newBuilder().setOrderId(id).putAllAttributes(map(attributes)).build());
    }

    private static Map<String, String> map(String... pairs) {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < pairs.length; i += 2) {
        map.put(pairs[i], pairs[i + 1]);
      }
      return map;
    }

    @Override
    public List<OrderRow> rows(Customer customer) {
      return List.copyOf(rows);
    }

    @Override
    public List<Order> submitted(Customer customer) {
      return submitted;
    }

    @Override
    public int rewrite(List<OrderRow> changed) {
      for (OrderRow row : changed) {
        happened.add("rewrite " + row.getOrderId() + " " + row.getAttributesJson());
      }
      return changed.size();
    }

    @Override
    public void renewDocuments(Collection<String> orderIds) {
      happened.add("documents " + orderIds);
    }

    @Override
    public int forgetAnswers(String tenant, Collection<String> orderIds) {
      happened.add("answers " + tenant + " " + orderIds.stream().sorted().toList());
      return 0;
    }

    @Override
    public List<SearchedPlace> search(ClearTexts texts, Progress progress) {
      happened.add("search " + !texts.isEmpty());
      return List.of(found);
    }
  }
}
