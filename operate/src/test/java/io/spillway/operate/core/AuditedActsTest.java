package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.ForgetPlan;
import io.spillway.privacy.core.Customer;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.topics.Topic;
import io.spillway.verify.core.StockAdjustment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditedActsTest {
  private final AuditedActs acts = new AuditedActs("id", "me@here", Instant.EPOCH);

  @Test
  void anEntryBeginsItsActAndSaysWho() {
    AuditEntry entry = acts.reindex();
    assertThat(entry.id()).isEqualTo("id");
    assertThat(entry.stage()).isEqualTo(AuditEntry.Stage.BEGUN);
    assertThat(entry.who()).isEqualTo("me@here");
    assertThat(entry.tenant()).isEqualTo("*");
    assertThat(acts.reconcileFix("acme").tenant()).isEqualTo("acme");
  }

  @Test
  void whoIsForgottenIsNamedByThePseudonymAlone() {
    ForgetPlan plan =
        new ForgetPlan(
            new Customer("acme", "17850"),
            Set.of("o1", "o2"),
            List.of(),
            1,
            ClearTexts.of(List.of(new ClearTexts.Value("name", "Ada Lovelace")), List.of()));
    AuditEntry entry = acts.forget(plan);
    assertThat(entry.action()).isEqualTo("forget");
    assertThat(entry.tenant()).isEqualTo("acme");
    assertThat(entry.target()).isEqualTo("17850");
    assertThat(entry.details())
        .containsEntry("orders", "2")
        .containsEntry("keys", "1")
        .containsEntry("clearRows", "0");
    assertThat(entry.toString()).doesNotContain("Ada");
  }

  @Test
  void adjustmentsOfOneTenantAreThatTenants() {
    StockAdjustment first = new StockAdjustment("acme", "A", 3, "delivery-1");
    StockAdjustment second = new StockAdjustment("acme", "B", -5, "delivery-1");
    AuditEntry entry = acts.stock(List.of(first, second), "stock.ndjson", "ff");
    assertThat(entry.tenant()).isEqualTo("acme");
    assertThat(entry.target()).isEqualTo("stock.ndjson");
    assertThat(entry.details())
        .containsEntry("adjustments", "2")
        .containsEntry("units", "-2")
        .containsEntry("references", "delivery-1")
        .containsEntry("sha256", "ff");
    StockAdjustment other = new StockAdjustment("shop", "A", 3, "delivery-1");
    assertThat(acts.stock(List.of(first, other), "f", "ff").tenant()).isEqualTo("*");
  }

  @Test
  void ofMuchItNamesWhatAnEntryTakes() {
    List<StockAdjustment> many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new StockAdjustment("acme", "A", 1, i + "x".repeat(5_000)))
            .toList();
    AuditEntry entry = acts.stock(many, "f", "ff");
    assertThat(entry.details().get("references").split(", ", -1)).hasSize(20);
    Set<DeadLetterId> ids = new java.util.HashSet<>();
    IntStream.range(0, 1_000)
        .forEach(i -> ids.add(new DeadLetterId(Topic.ORDER_STORE_DLQ.topicName(), 0, i)));
    AuditEntry letters =
        acts.redrive(new DeadLetterSelection(Optional.empty(), Optional.empty(), ids), 1_000);
    assertThat(letters.details()).containsEntry("ids", "1000").containsEntry("letters", "1000");
    assertThat(letters.details().get("first").split(", ", -1)).hasSize(20);
  }
}
