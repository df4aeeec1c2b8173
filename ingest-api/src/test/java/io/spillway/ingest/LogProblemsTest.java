package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.port.LogException;
import io.spillway.ingest.port.LogException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogProblemsTest {
  @Test
  void ofRecordsNoneOfWhichWasTakenNothingWasTaken() {
    Problem problem =
        LogProblems.ofSome(List.of(failed(Kind.OVERLOADED), failed(Kind.OVERLOADED)), 2);
    assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
  }

  @Test
  void ofRecordsSomeOfWhichWereTakenTheOutcomeIsUnknown() {
    Problem problem = LogProblems.ofSome(List.of(failed(Kind.OVERLOADED)), 2);
    assertThat(problem.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN);
    assertThat(problem.detail()).doesNotContain("nothing was accepted");
  }

  @Test
  void aRecordThatMayHaveBeenTakenIsNotNothing() {
    List<Throwable> failures = List.of(failed(Kind.UNAVAILABLE), failed(Kind.OUTCOME_UNKNOWN));
    assertThat(LogProblems.ofSome(failures, 2).type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN);
  }

  @Test
  void aFailureThatNobodyExpectedIsNoReasonToTryAgain() {
    List<Throwable> failures = List.of(failed(Kind.OVERLOADED), new IllegalStateException("a bug"));
    assertThat(LogProblems.ofSome(failures, 3).type()).isEqualTo(ProblemType.INTERNAL);
  }

  private static LogException failed(Kind kind) {
    return new LogException(kind, "told to", null);
  }
}
