package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalAuditTest {
  private static final int ORDERS = 20;

  private final OrderMix mix = new OrderMix(1, "t", true);
  private final ClientJournal journal = new ClientJournal();
  private final Map<UUID, JournalAudit.Row> rows = new HashMap<>();

  @BeforeEach
  void everyOrderIsAcceptedAndConfirmed() {
    for (int i = 0; i < ORDERS; i++) {
      int index = journal.next();
      assertThat(journal.accepted(index, id(index).toString())).isTrue();
      rows.put(id(index).uuid(), new JournalAudit.Row("CONFIRMED", 2));
    }
  }

  @Test
  void agreementHolds() {
    assertThat(audit().holds()).isTrue();
  }

  @Test
  void anAcceptedOrderWithoutARowIsLost() {
    rows.remove(id(3).uuid());
    assertThat(audit().lost()).isEqualTo(1);
    assertThat(audit().holds()).isFalse();
  }

  @Test
  void anOrderThatWasNeverAnsweredMayExistOrNot() {
    int unanswered = journal.next();
    assertThat(audit().holds()).isTrue();
    rows.put(id(unanswered).uuid(), new JournalAudit.Row("CONFIRMED", 2));
    assertThat(audit().holds()).isTrue();
  }

  @Test
  void anOrderThatIsStillReservingIsNotSettled() {
    rows.put(id(4).uuid(), new JournalAudit.Row("RESERVING", 1));
    assertThat(audit().unsettled()).isEqualTo(1);
  }

  @Test
  void aRowThatNobodySentAndAKeyWithTwoIdsAreDoubled() {
    rows.put(RoutedId.ofOrder("t", "c", "other").uuid(), new JournalAudit.Row("CONFIRMED", 2));
    assertThat(journal.accepted(5, id(6).toString())).isFalse();
    assertThat(audit().doubled()).isEqualTo(2);
    assertThat(audit().holds()).isFalse();
  }

  @Test
  void anAppliedCommandMustBeInTheRow() {
    journal.applied(7, OrderScenario.Verb.CANCEL);
    journal.applied(8, OrderScenario.Verb.CONFIRM);
    assertThat(audit().brokenPromises()).isEqualTo(1);
    rows.put(id(7).uuid(), new JournalAudit.Row("CANCELLED", 3));
    assertThat(audit().holds()).isTrue();
    rows.put(id(8).uuid(), new JournalAudit.Row("EXPIRED", 3));
    assertThat(audit().brokenPromises()).isEqualTo(1);
  }

  @Test
  void otherBytesUnderOneKeyAreCounted() {
    journal.answered(1, new byte[] {1, 2});
    journal.answered(1, new byte[] {1, 2});
    assertThat(journal.changedAnswers()).isZero();
    journal.answered(1, new byte[] {2, 1});
    assertThat(journal.changedAnswers()).isEqualTo(1);
  }

  private JournalAudit audit() {
    return JournalAudit.of(journal, mix, rows);
  }

  private RoutedId id(int index) {
    ScenarioOrder order = mix.order(index);
    return RoutedId.ofOrder(order.tenant(), order.customer(), order.key());
  }
}
