package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.RedriveOrder.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedriveOrderTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String STORE = "order-store.dlq.v1";
  private static final Disposition DISCARDED =
      new Disposition(Disposition.Fate.DISCARDED, "me", NOON, "test");

  @Test
  void recordsOfAKeyGoInTheOrderOfTheirSource() {
    List<DeadLetter> letters = List.of(letter(0, 20, "k"), letter(1, 10, "k"));
    assertThat(offsets(decide(letters, DeadLetterSelection.ALL), Step.REDRIVE))
        .containsExactly(1L, 0L);
  }

  @Test
  void aRecordThatFailedAgainKeepsItsTurn() {
    DeadLetter again = with(letter(2, 30, "k"), 10);
    List<DeadLetter> letters = List.of(letter(1, 20, "k"), again);
    assertThat(offsets(decide(letters, DeadLetterSelection.ALL), Step.REDRIVE))
        .containsExactly(2L, 1L);
  }

  @Test
  void aRecordWaitsBehindAnEarlierOneOfItsKeyThatIsNotSelected() {
    List<DeadLetter> letters = List.of(letter(0, 10, "k"), letter(1, 20, "k"), letter(2, 30, "x"));
    List<RedriveOrder.Verdict> verdicts = decide(letters, only(1, 2));
    assertThat(offsets(verdicts, Step.WAITING)).containsExactly(1L);
    assertThat(offsets(verdicts, Step.REDRIVE)).containsExactly(2L);
    assertThat(verdicts).anyMatch(v -> v.why().equals("behind " + STORE + "/0/0 of the same key"));
  }

  @Test
  void nothingWaitsBehindWhatIsSettled() {
    List<DeadLetter> letters = List.of(letter(0, 10, "k"), letter(1, 20, "k"));
    List<RedriveOrder.Verdict> verdicts =
        RedriveOrder.of(letters, Map.of(id(0), DISCARDED), DeadLetterSelection.ALL, Set.of());
    assertThat(offsets(verdicts, Step.REDRIVE)).containsExactly(1L);
    assertThat(verdicts).hasSize(1);
  }

  @Test
  void recordsWithoutAKeyDoNotWaitForEachOther() {
    List<DeadLetter> letters = List.of(letter(0, 10, null), letter(1, 20, null));
    assertThat(offsets(decide(letters, only(1)), Step.REDRIVE)).containsExactly(1L);
  }

  @Test
  void anOmittedValueCannotGoAndHoldsItsKeyBack() {
    DeadLetter first = letter(0, 10, "k");
    DeadLetter omitted =
        new DeadLetter(first.id(), first.source(), 10, first.key(), "c", NOON, 5_000_000, 0, 0);
    List<RedriveOrder.Verdict> verdicts =
        decide(List.of(omitted, letter(1, 20, "k")), DeadLetterSelection.ALL);
    assertThat(offsets(verdicts, Step.IMPOSSIBLE)).containsExactly(0L);
    assertThat(offsets(verdicts, Step.WAITING)).containsExactly(1L);
    assertThat(verdicts.getFirst().why()).contains("4 MiB", "too large");
  }

  @Test
  void aSupersededRecordMustNotReplaceTheNewerOne() {
    List<RedriveOrder.Verdict> verdicts =
        RedriveOrder.of(
            List.of(letter(0, 10, "k")), Map.of(), DeadLetterSelection.ALL, Set.of(id(0)));
    assertThat(verdicts).singleElement().matches(v -> v.step() == Step.IMPOSSIBLE);
  }

  @Test
  void aSourceThatIsNoTopicCannotBeRedrivenTo() {
    DeadLetter row =
        new DeadLetter(
            new DeadLetterId("cdc-connector.dlq.v1", 0, 3),
            Optional.of(new DeadLetter.Source("mysql-0.spillway_0.orders", 0, 7)),
            7,
            Optional.of("k"),
            "c",
            NOON,
            -1,
            0,
            1);
    assertThat(decide(List.of(row), DeadLetterSelection.ALL).getFirst().why())
        .contains("mysql-0.spillway_0.orders is not a topic of the pipeline");
  }

  @Test
  void aRecordThatWasSetAsideTwiceGoesOnceAndSettlesBoth() {
    List<DeadLetter> letters = List.of(letter(0, 10, "k"), letter(1, 10, "k"));
    List<RedriveOrder.Verdict> verdicts = decide(letters, DeadLetterSelection.ALL);
    assertThat(offsets(verdicts, Step.REDRIVE)).containsExactly(0L);
    assertThat(offsets(verdicts, Step.TWIN)).containsExactly(1L);
    assertThat(RedriveOrder.twins(letters, Map.of(), RedriveOrder.with(verdicts, Step.REDRIVE)))
        .extracting(DeadLetter::id)
        .containsExactly(id(1));
  }

  @Test
  void lettersThatFailedAlikeAreOneGroup() {
    List<DeadLetter> letters =
        List.of(
            caused(0, "in partition 3, but the order id belongs to partition 5"),
            caused(1, "in partition 11, but the order id belongs to partition 2"),
            caused(2, "order 0190c6a4-9b1f-8abc-8def-0123456789ab: tenant 'acme' unknown"));
    List<DeadLetterGroups.Group> groups = DeadLetterGroups.of(letters, Map.of(id(1), DISCARDED));
    assertThat(groups)
        .extracting(DeadLetterGroups.Group::cause)
        .containsExactlyInAnyOrder(
            "in partition <n>, but the order id belongs to partition <n>",
            "order <id>: tenant <text> unknown");
    assertThat(groups)
        .filteredOn(group -> group.count() == 2)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.open()).isEqualTo(1);
              assertThat(group.first()).isEqualTo(NOON);
              assertThat(group.last()).isEqualTo(NOON.plusSeconds(1));
              assertThat(group.oldestOffset()).isZero();
            });
  }

  @Test
  void namesOfTopicsAndClassesStayInACause() {
    assertThat(CauseText.normalised("not readable as orders.intake.v1: at 2026-11-20T10:00:00Z"))
        .isEqualTo("not readable as orders.intake.v1: at <time>");
  }

  private static DeadLetter caused(long offset, String cause) {
    return new DeadLetter(
        id(offset),
        Optional.of(new DeadLetter.Source("orders.events.v1", 3, offset)),
        offset,
        Optional.of("k" + offset),
        cause,
        NOON.plusSeconds(offset),
        -1,
        0,
        10);
  }

  private static DeadLetter with(DeadLetter letter, long rank) {
    return new DeadLetter(
        letter.id(), letter.source(), rank, letter.key(), letter.cause(), NOON, -1, 1, 10);
  }

  private static DeadLetter letter(long offset, long sourceOffset, @Nullable String key) {
    return new DeadLetter(
        id(offset),
        Optional.of(new DeadLetter.Source("orders.events.v1", 3, sourceOffset)),
        sourceOffset,
        Optional.ofNullable(key),
        "c",
        NOON,
        -1,
        0,
        10);
  }

  private static DeadLetterId id(long offset) {
    return new DeadLetterId(STORE, 0, offset);
  }

  private static DeadLetterSelection only(long... offsets) {
    Set<DeadLetterId> ids = new HashSet<>();
    for (long offset : offsets) {
      ids.add(id(offset));
    }
    return new DeadLetterSelection(Optional.empty(), Optional.empty(), ids);
  }

  private static List<RedriveOrder.Verdict> decide(
      List<DeadLetter> letters, DeadLetterSelection selection) {
    return RedriveOrder.of(letters, Map.of(), selection, Set.of());
  }

  private static List<Long> offsets(List<RedriveOrder.Verdict> verdicts, Step step) {
    return RedriveOrder.with(verdicts, step).stream().map(letter -> letter.id().offset()).toList();
  }
}
