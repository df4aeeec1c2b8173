package io.spillway.verify.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.schemas.audit.AuditEntry;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.AuditFlow;
import io.spillway.verify.core.audit.AuditTopicInMemory.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AuditVerificationTest {
  private static final UnaryOperator<String> LIE =
      value -> value.replace("\"note\":\"plain\"", "\"note\":\"never\"");

  private final AuditTopicInMemory topic = new AuditTopicInMemory();

  /**
   * Offsets: a0=0 b0=1 a1=2 b1=3 a2=4, then c0=5, which has seen them, and c1=6; d0=7 has seen all.
   */
  private void twoInterleavedAndTwoBehind() {
    Writer a = topic.writer("a");
    Writer b = topic.writer("b");
    a.write("a0");
    b.write("b0");
    a.write("a1");
    b.write("b1");
    a.write("a2");
    Writer c = topic.writer("c");
    c.write("c0");
    c.write("c1");
    topic.writer("d").write("d0");
  }

  @Test
  void anEmptyTopicIsSound() throws Exception {
    AuditReport report = verify(topic);
    assertThat(report.ok()).isTrue();
    assertThat(report.head()).isEmpty();
    assertThat(report.entries()).isZero();
  }

  @Test
  void interleavedWritersAreSound() throws Exception {
    twoInterleavedAndTwoBehind();
    AuditReport report = verify(topic);
    assertThat(report.violations()).isEmpty();
    assertThat(report.entries()).isEqualTo(8);
    assertThat(report.chains()).isEqualTo(4);
    assertThat(report.head().orElseThrow().offset()).isEqualTo(7);
    assertThat(report.notCompared()).isZero();
  }

  @Test
  void longChainsNameWhatTheySawAgain() throws Exception {
    Writer a = topic.writer("a");
    Writer b = topic.writer("b");
    for (int i = 0; i < 700; i++) {
      a.write("a" + i);
      if (i % 3 == 0) {
        b.write("b" + i);
      }
    }
    assertThat(verify(topic).violations()).isEmpty();
    // Not only the next of b's names it: a's 650th entry saw it.
    AuditTopicInMemory damaged = topic.copy();
    int last = last(damaged, "\"id\":\"b648\"");
    assertThat(faults(damaged.forge(last, LIE))).contains(AuditFault.SEEN);
  }

  @Test
  void aRemovedRecordLeavesAGap() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int i = 0; i < topic.size(); i++) {
      assertThat(faults(topic.copy().remove(i))).as("removed %s", i).contains(AuditFault.MISSING);
    }
  }

  @Test
  void aRemovedEntryOfATopicThatWasWrittenAnewIsFound() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int i = 0; i < topic.size() - 1; i++) {
      assertThat(verify(topic.copy().remove(i).renumber()).ok()).as("removed %s", i).isFalse();
    }
    // First, middle: where, and what was there.
    assertThat(verify(topic.copy().remove(0).renumber()).violations())
        .extracting(AuditViolation::offset, AuditViolation::fault)
        .contains(tuple(1L, AuditFault.PREVIOUS));
    assertThat(verify(topic.copy().remove(2).renumber()).violations())
        .extracting(AuditViolation::offset, AuditViolation::fault)
        .contains(tuple(3L, AuditFault.SEQUENCE));
  }

  @Test
  void theLastEntryCanBeCutOffUnlessItWasNoted() throws Exception {
    twoInterleavedAndTwoBehind();
    AuditHead head = verify(topic).head().orElseThrow();
    assertThat(verify(topic, head).ok()).isTrue();
    AuditTopicInMemory cut = topic.copy().remove(7).renumber();
    assertThat(verify(cut).ok()).isTrue();
    assertThat(verify(cut, head).violations())
        .containsExactly(new AuditViolation(7, AuditFault.HEAD, head.hash(), "none"));
  }

  @Test
  void aTopicMadeAnewInAllItsPartsIsFoundByANotedHeadOnly() throws Exception {
    twoInterleavedAndTwoBehind();
    AuditHead head = verify(topic).head().orElseThrow();
    AuditTopicInMemory other = new AuditTopicInMemory();
    Writer liar = other.writer("x");
    for (int i = 0; i < 8; i++) {
      liar.write("x" + i);
    }
    assertThat(verify(other).ok()).isTrue();
    assertThat(faults(other, head)).containsExactly(AuditFault.HEAD);
  }

  @Test
  void aChangedEntryDoesNotHaveItsHash() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int i = 0; i < topic.size(); i++) {
      String stated = hash(topic, i);
      AuditTopicInMemory damaged = topic.copy().change(i, LIE);
      AuditViolation found = verify(damaged).violations().getFirst();
      assertThat(found.fault()).isEqualTo(AuditFault.CHANGED);
      assertThat(found.offset()).isEqualTo(i);
      assertThat(found.expected()).isEqualTo(stated).isNotEqualTo(found.found());
    }
  }

  @Test
  void aChangedEntryWithANewHashIsNotWhatOthersName() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int i = 0; i < topic.size() - 1; i++) {
      AuditTopicInMemory damaged = topic.copy().forge(i, LIE);
      assertThat(hash(damaged, i)).isNotEqualTo(hash(topic, i));
      assertThat(faults(damaged))
          .as("forged %s", i)
          .isNotEmpty()
          .isSubsetOf(AuditFault.PREVIOUS, AuditFault.SEEN);
    }
    AuditTopicInMemory damaged = topic.copy().forge(0, LIE);
    assertThat(verify(damaged).violations())
        .contains(
            new AuditViolation(
                2, AuditFault.PREVIOUS, "0:" + hash(topic, 0), "0:" + hash(damaged, 0)));
  }

  @Test
  void aWholeChainThatWasMadeAnewIsNotWhatTheNextSaw() throws Exception {
    topic.writer("a").write("a0");
    topic.writer("b").write("b0");
    assertThat(faults(topic.forge(0, LIE))).containsExactly(AuditFault.SEEN);
  }

  @Test
  void swappedEntriesAreFound() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int a = 0; a < topic.size(); a++) {
      for (int b = a + 1; b < topic.size(); b++) {
        assertThat(verify(topic.copy().swap(a, b)).ok()).as("swapped %s, %s", a, b).isFalse();
      }
    }
  }

  @Test
  void anInsertedEntryIsFound() throws Exception {
    twoInterleavedAndTwoBehind();
    String plain =
        "{\"id\":\"x\",\"action\":\"replay\",\"stage\":\"done\",\"who\":\"me\","
            + "\"at\":\"2026-01-01T00:00:00Z\",\"details\":{}}";
    AuditTopicInMemory elsewhere = new AuditTopicInMemory();
    elsewhere.writer("x").write("x");
    for (int i = 0; i < topic.size(); i++) {
      assertThat(verify(topic.copy().insert(i, "x", plain)).ok()).as("plain at %s", i).isFalse();
      // Just before the last record a chain of its own is as if it had been written there.
      assertThat(verify(topic.copy().insert(i, "x", elsewhere.value(0))).ok())
          .as("a chain of its own at %s", i)
          .isEqualTo(i == 7);
      assertThat(verify(topic.copy().insert(i, "a0", topic.value(0))).ok())
          .as("a repetition at %s", i)
          .isFalse();
    }
    AuditTopicInMemory behind = topic.copy();
    assertThat(faults(behind.insert(8, "x", plain))).containsExactly(AuditFault.UNCHAINED);
    assertThat(faults(topic.copy().insert(8, "x", "no entry")))
        .containsExactly(AuditFault.UNREADABLE);
  }

  @Test
  void aForkedChainIsFoundAndTheTrueBranchGoesOn() throws Exception {
    Writer a = topic.writer("a");
    a.write("a0");
    a.write("a1");
    AuditTopicInMemory fork = topic.copy();
    fork.append("a1", LIE.apply(topic.value(1)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    fork.forge(2, UnaryOperator.identity());
    assertThat(verify(fork).violations())
        .containsExactly(new AuditViolation(2, AuditFault.SEQUENCE, "2", "1"));
    topic.append("a0", topic.value(0).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    a.write("a2");
    // Only the repetition is wrong, not what follows it.
    assertThat(verify(topic).violations())
        .containsExactly(new AuditViolation(2, AuditFault.SEQUENCE, "2", "0"));
  }

  @Test
  void whatRetentionRemovedIsNotMissed() throws Exception {
    twoInterleavedAndTwoBehind();
    for (int cut = 0; cut <= topic.size(); cut++) {
      assertThat(verify(topic.copy().cutBefore(cut)).violations()).as("cut %s", cut).isEmpty();
    }
    AuditReport report = verify(topic.copy().cutBefore(2));
    assertThat(report.cutChains()).isEqualTo(2);
    assertThat(report.notCompared()).isEqualTo(2);
    assertThat(report.from()).isEqualTo(2);
  }

  @Test
  void aHoleBehindTheCutIsFound() throws Exception {
    twoInterleavedAndTwoBehind();
    // a2 names a1 at offset 2, which lies behind the cut and is gone.
    AuditTopicInMemory hole = topic.copy().cutBefore(2).remove(0);
    assertThat(verify(hole).violations())
        .extracting(AuditViolation::offset, AuditViolation::fault)
        .contains(tuple(2L, AuditFault.MISSING), tuple(4L, AuditFault.PREVIOUS));
    AuditTopicInMemory anew = topic.copy().cutBefore(2).remove(0).renumber();
    assertThat(faults(anew)).contains(AuditFault.PREVIOUS);
  }

  @Test
  void entriesOfBeforeChainsStandOnlyBeforeThem() throws Exception {
    String old =
        "{\"id\":\"o\",\"action\":\"replay\",\"stage\":\"begun\",\"who\":\"me\","
            + "\"at\":\"2026-01-01T00:00:00Z\",\"details\":{}}";
    topic.insert(0, "o", old).insert(1, "o", old);
    topic.writer("a").write("a0");
    topic.writer("b").write("b0");
    AuditReport report = verify(topic);
    assertThat(report.violations()).isEmpty();
    assertThat(report.unchained()).isEqualTo(2);
    // Not protected by a chain of theirs, but by who saw them.
    assertThat(faults(topic.copy().change(0, value -> value.replace("me", "you"))))
        .containsOnly(AuditFault.SEEN);
  }

  @Test
  void aMemberThatNoHashCoversIsRefused() throws Exception {
    twoInterleavedAndTwoBehind();
    AuditTopicInMemory damaged =
        topic.forge(7, value -> value.replace("{\"id\":\"d0\"", "{\"by\":\"x\",\"id\":\"d0\""));
    assertThat(faults(damaged)).containsExactly(AuditFault.UNREADABLE);
  }

  @Test
  void theKeyBelongsToTheEntry() throws Exception {
    twoInterleavedAndTwoBehind();
    assertThat(verify(topic.key(3, "other")).violations())
        .containsExactly(new AuditViolation(3, AuditFault.KEY, "b1", "other"));
  }

  @Test
  void actsWithoutAnEndAreTold() throws Exception {
    Writer a = topic.writer("a");
    a.write("1");
    a.write("2");
    a.write(AuditTopicInMemory.entry("1", AuditEntry.Stage.DONE));
    a.write("3");
    a.write(AuditTopicInMemory.entry("3", AuditEntry.Stage.FAILED));
    AuditReport report = verify(topic);
    assertThat(report.ok()).isTrue();
    assertThat(report.unfinished()).containsExactly("2");
  }

  @Test
  void manyViolationsAreCountedAndNotAllKept() throws Exception {
    for (int i = 0; i < 1_500; i++) {
      topic.append("x", new byte[] {1});
    }
    AuditReport report = verify(topic);
    assertThat(report.violationCount()).isEqualTo(1_500);
    assertThat(report.violations()).hasSize(1_000);
  }

  @Test
  void aListSkipsWhatIsNoEntryAndShowsWhatConcernsTheTenant() throws Exception {
    twoInterleavedAndTwoBehind();
    topic.append("x", new byte[] {1});
    List<String> shown = new ArrayList<>();
    AuditFlow flow = new AuditFlow(topic, new RecordedProgress());
    long skipped =
        flow.list(
            new AuditSelection(null, "replay", "acme"),
            (record, offset) -> shown.add(record.entry().id() + "@" + offset));
    assertThat(skipped).isEqualTo(1);
    assertThat(shown).startsWith("a0@0", "b0@1").hasSize(8);
    flow.list(
        new AuditSelection(null, "discard", null), (record, _) -> shown.add(record.entry().id()));
    assertThat(shown).hasSize(8);
  }

  private static List<AuditFault> faults(AuditTopicInMemory of, AuditHead... heads)
      throws Exception {
    return verify(of, heads).violations().stream().map(AuditViolation::fault).toList();
  }

  private static AuditReport verify(AuditTopicInMemory of, AuditHead... heads) throws Exception {
    return new AuditFlow(of, new RecordedProgress()).verify(List.of(heads));
  }

  private static String hash(AuditTopicInMemory of, int index) {
    return of.value(index).replaceFirst(".*\"hash\":\"([0-9a-f]{64})\"}$", "$1");
  }

  private static int last(AuditTopicInMemory of, String text) {
    int at = of.size() - 1;
    while (!of.value(at).contains(text)) {
      at--;
    }
    return at;
  }
}
