package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.DeadLetterSelection;
import io.spillway.operate.core.Disposition;
import io.spillway.operate.core.RedriveOrder;
import io.spillway.operate.port.DeadLetterStore;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.testing.RecordedProgress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterFlowTest {
  private final FakeDoor door = new FakeDoor();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final DeadLetterFlow flow =
      new DeadLetterFlow(door, audit::add, Clock.systemUTC(), new RecordedProgress());

  @Test
  void aLetterIsRedrivenOnce() throws Exception {
    door.add(0, 10);
    assertThat(flow.redrive(DeadLetterSelection.ALL, "me")).hasSize(1);
    assertThat(flow.redrive(DeadLetterSelection.ALL, "me")).isEmpty();
    assertThat(door.sent).hasSize(1);
    assertThat(door.settled.get(door.letters.getFirst().id()).fate())
        .isEqualTo(Disposition.Fate.REDRIVEN);
    // An act that does nothing leaves no trace.
    assertThat(audit)
        .extracting(AuditEntry::stage)
        .containsExactly(AuditEntry.Stage.BEGUN, AuditEntry.Stage.DONE);
  }

  @Test
  void whatAnotherOperatorSettledSinceThePreviewIsNotRedriven() throws Exception {
    door.add(0, 10);
    assertThat(RedriveOrder.with(flow.preview(DeadLetterSelection.ALL), RedriveOrder.Step.REDRIVE))
        .hasSize(1);
    door.settledByOthers = door.letters.getFirst().id();
    assertThat(flow.redrive(DeadLetterSelection.ALL, "me")).isEmpty();
    assertThat(door.sent).isEmpty();
  }

  @Test
  void aTwinIsSettledWithItsRecordThoughItWasNotSelected() throws Exception {
    door.add(0, 10);
    door.add(1, 10);
    DeadLetterSelection first =
        new DeadLetterSelection(
            Optional.empty(), Optional.empty(), Set.of(door.letters.getFirst().id()));
    flow.redrive(first, "me");
    assertThat(door.sent).hasSize(1);
    assertThat(door.settled).hasSize(2);
  }

  @Test
  void manyLettersGoInSeveralTransactionsAndInOrder() throws Exception {
    IntStream.range(0, 450).forEach(i -> door.add(i, i));
    flow.redrive(DeadLetterSelection.ALL, "me");
    assertThat(door.transactions).isEqualTo(3);
    assertThat(door.sent).isEqualTo(door.letters);
  }

  @Test
  void aDiscardSendsNothingAndKeepsItsReason() throws Exception {
    door.add(0, 10);
    assertThat(flow.discard(DeadLetterSelection.ALL, "broken client", "me")).isEqualTo(1);
    assertThat(door.sent).isEmpty();
    assertThat(door.settled.values())
        .singleElement()
        .satisfies(
            disposition -> {
              assertThat(disposition.fate()).isEqualTo(Disposition.Fate.DISCARDED);
              assertThat(disposition.why()).isEqualTo("broken client");
              assertThat(disposition.who()).isEqualTo("me");
            });
    assertThat(audit)
        .allMatch(entry -> entry.action().equals("discard") && entry.who().equals("me"))
        .allMatch(entry -> "broken client".equals(entry.details().get("reason")));
    assertThat(flow.open(DeadLetterSelection.ALL)).isEmpty();
    assertThat(flow.groups(DeadLetterSelection.ALL))
        .singleElement()
        .matches(group -> group.count() == 1 && group.open() == 0);
  }

  @Test
  void lettersOfATeamAreSettledWhenTheirTopicIsNamed() throws Exception {
    door.add(0, 10);
    door.add("logistics-labels.dlq.v1", 0, 11);
    DeadLetterId team = door.letters.getLast().id();
    assertThat(flow.open(DeadLetterSelection.ALL)).hasSize(1);
    DeadLetterSelection named =
        new DeadLetterSelection(Optional.of(team.topic()), Optional.empty(), Set.of());
    assertThat(flow.open(named)).extracting(DeadLetter::id).containsExactly(team);
    flow.redrive(new DeadLetterSelection(Optional.empty(), Optional.empty(), Set.of(team)), "me");
    assertThat(door.sent).extracting(DeadLetter::id).containsExactly(team);
  }

  /** Letters in memory, each with a key of its own source offset. */
  private static final class FakeDoor implements DeadLetterStore {
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Map<DeadLetterId, Disposition> settled = new HashMap<>();
    private final List<DeadLetter> sent = new ArrayList<>();
    private DeadLetterId settledByOthers = new DeadLetterId("none", 0, 0);
    private int transactions;

    void add(long offset, long sourceOffset) {
      add(Topic.ORDER_STORE_DLQ.topicName(), offset, sourceOffset);
    }

    void add(String topic, long offset, long sourceOffset) {
      letters.add(
          new DeadLetter(
              new DeadLetterId(topic, 0, offset),
              Optional.of(new DeadLetter.Source("orders.events.v1", 0, sourceOffset)),
              sourceOffset,
              Optional.empty(),
              "c",
              Instant.EPOCH,
              -1,
              0,
              100));
    }

    @Override
    public List<DeadLetter> letters(Collection<String> deadLetterTopics) {
      return letters.stream().filter(l -> deadLetterTopics.contains(l.id().topic())).toList();
    }

    @Override
    public Map<DeadLetterId, Disposition> settled() {
      return Map.copyOf(settled);
    }

    @Override
    public Set<DeadLetterId> superseded(Collection<DeadLetter> candidates) {
      return Set.of();
    }

    @Override
    public List<String> json(List<DeadLetter> shown) {
      return shown.stream().map(letter -> letter.id().toString()).toList();
    }

    @Override
    public Session open() {
      settled.put(
          settledByOthers,
          new Disposition(Disposition.Fate.REDRIVEN, "another", Instant.EPOCH, "x"));
      settled.remove(new DeadLetterId("none", 0, 0));
      return new Session() {
        @Override
        public void settle(
            List<DeadLetter> redriven,
            String redriveId,
            Map<DeadLetterId, Disposition> dispositions) {
          transactions++;
          sent.addAll(redriven);
          settled.putAll(dispositions);
        }

        @Override
        public void close() {}
      };
    }
  }
}
