package io.spillway.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.schemas.audit.AuditEntry.Stage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(9), ZoneOffset.UTC);
  private static final AuditEntry BEGUN =
      AuditEntry.begun("1", "replay", "me", "*", "t", Instant.EPOCH, Map.of("topic", "t"));

  private final List<AuditEntry> written = new ArrayList<>();
  private int writesThatWork = Integer.MAX_VALUE;
  private boolean acted;

  private final AuditLog log =
      entry -> {
        if (written.size() == writesThatWork) {
          throw new AuditException("Kafka is away", null);
        }
        written.add(entry);
      };

  @Test
  void anActStandsBetweenItsEntries() throws Exception {
    int result =
        log.around(
            BEGUN,
            CLOCK,
            () -> {
              assertThat(written).containsExactly(BEGUN);
              return 7;
            },
            Outcome::done);
    assertThat(result).isEqualTo(7);
    assertThat(written).hasSize(2);
    assertThat(written.getLast().stage()).isEqualTo(Stage.DONE);
    assertThat(written.getLast().id()).isEqualTo("1");
    assertThat(written.getLast().at()).isEqualTo(Instant.ofEpochSecond(9));
    assertThat(written.getLast().details())
        .containsEntry("topic", "t")
        .containsEntry("outcome", "7");
  }

  @Test
  void anActIsNotBegunWithoutItsEntry() {
    writesThatWork = 0;
    assertThatThrownBy(this::act).isInstanceOf(AuditException.class);
    assertThat(acted).isFalse();
  }

  @Test
  void anEndThatIsNotRecordedIsTold() {
    writesThatWork = 1;
    assertThatThrownBy(this::act)
        .isInstanceOf(AuditException.class)
        .hasMessage("replay has ended, but its end is not recorded: Kafka is away");
    assertThat(acted).isTrue();
  }

  @Test
  void aFailureOfAnyKindIsRecordedAndGoesOn() {
    assertThatThrownBy(() -> fail(new IOException("disk full"))).hasMessage("disk full");
    assertThatThrownBy(() -> fail(new InterruptedException()))
        .isInstanceOf(InterruptedException.class);
    assertThat(written)
        .extracting(AuditEntry::stage)
        .containsExactly(Stage.BEGUN, Stage.FAILED, Stage.BEGUN, Stage.FAILED);
    assertThat(written.get(1).details()).containsEntry("outcome", "disk full");
    assertThat(written.get(3).details()).containsEntry("outcome", "java.lang.InterruptedException");
  }

  @Test
  void aFailureThatCannotBeRecordedKeepsBoth() {
    writesThatWork = 1;
    assertThatThrownBy(() -> fail(new IOException("disk full")))
        .hasMessage("disk full")
        .satisfies(
            e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuditException.class));
  }

  private int act() {
    return log.around(
        BEGUN,
        CLOCK,
        () -> {
          acted = true;
          return 1;
        },
        Outcome::done);
  }

  private void fail(Exception failure) throws Exception {
    log.around(
        BEGUN,
        CLOCK,
        () -> {
          throw failure;
        },
        Outcome::done);
  }
}
