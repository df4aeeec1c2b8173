package io.spillway.runtime.loop;

import static io.spillway.runtime.failure.FailureKind.OUTCOME_UNKNOWN;
import static io.spillway.runtime.failure.FailureKind.POISON;
import static io.spillway.runtime.failure.FailureKind.TRANSIENT;
import static io.spillway.runtime.failure.FailureKind.UNRECOGNISED;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.failure.PoisonException;
import java.net.ConnectException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerFailuresTest {
  private final HandlerFailures failures = new HandlerFailures();

  static Stream<Arguments> verdicts() {
    return Stream.of(
        Arguments.of(TRANSIENT, new CommunicationsException("link failure", null)),
        Arguments.of(TRANSIENT, new SQLTransientConnectionException("no connection in the pool")),
        Arguments.of(TRANSIENT, new MySQLTransactionRollbackException("deadlock", "40001", 1213)),
        Arguments.of(TRANSIENT, new SQLTimeoutException("too slow")),
        Arguments.of(TRANSIENT, new SQLException("gone", "08S01", 0)),
        Arguments.of(TRANSIENT, new SQLException("no such table", "42S02", 1146)),
        Arguments.of(TRANSIENT, new ConnectException("refused")),
        Arguments.of(TRANSIENT, new TimeoutException("no answer in 120 s")),
        Arguments.of(TRANSIENT, new NotEnoughReplicasException("1 of 2")),
        Arguments.of(TRANSIENT, new ProducerFencedException("a newer one is there")),
        Arguments.of(TRANSIENT, new TopicAuthorizationException("inventory.outcomes.v1")),
        Arguments.of(OUTCOME_UNKNOWN, new OutcomeUnknownException("commit", ioFailure())),
        Arguments.of(POISON, new PoisonException("no lines")),
        Arguments.of(POISON, new PoisonException("refused", ioFailure())),
        Arguments.of(POISON, new SQLIntegrityConstraintViolationException("dup", "23000", 1062)),
        Arguments.of(POISON, new SQLException("too long", "22001", 1406)),
        Arguments.of(POISON, new SQLException("negative stock", "HY000", 3819)),
        Arguments.of(POISON, new SQLException("packet", "08S01", 1153)),
        Arguments.of(POISON, new PacketTooBigException("9 > 8")),
        Arguments.of(POISON, new RecordTooLargeException("2 MiB")),
        Arguments.of(POISON, new SerializationException("not a message")),
        Arguments.of(POISON, new IllegalArgumentException("quantity 0")),
        Arguments.of(UNRECOGNISED, new IllegalStateException("?")),
        Arguments.of(UNRECOGNISED, new NullPointerException()),
        Arguments.of(UNRECOGNISED, new SQLException("new in MySQL 12", "HY000", 99_999)),
        Arguments.of(UNRECOGNISED, new SQLException("says nothing")));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void judgesBareAndWrapped(FailureKind kind, Exception failure) {
    assertThat(failures.classify(failure)).isEqualTo(kind);
    assertThat(failures.classify(new ExecutionException(failure))).isEqualTo(kind);
    assertThat(failures.classify(new RuntimeException(new CompletionException(failure))))
        .isEqualTo(kind);
    assertThat(failures.classify(new SQLException("routing failed", "HY000", 30_000, failure)))
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1021, 1040, 1042, 1043, 1045, 1053, 1077, 1114, 1205, 1213, 1290, 1836, 1927, 2006, 2013,
        3100
      })
  void waitsForAServerThatIsNotWell(int code) {
    assertThat(failures.classify(new SQLException("server", "HY000", code))).isEqualTo(TRANSIENT);
  }

  @Test
  void looksIntoTheChainOfABatch() {
    BatchUpdateException batch = new BatchUpdateException("batch", "HY000", 0, new int[0]);
    batch.setNextException(new SQLException("read only", "HY000", 1290));

    assertThat(failures.classify(batch)).isEqualTo(TRANSIENT);
  }

  @Test
  void triesAgainWhenBothAreInTheChain() {
    SQLException data = new SQLException("too long", "22001", 1406);
    data.setNextException(new SQLException("connection lost", "08003", 0));

    assertThat(failures.classify(new IllegalArgumentException(data))).isEqualTo(TRANSIENT);
  }

  @Test
  void endsOnAChainThatBitesItsTail() {
    RuntimeException outer = new RuntimeException("outer");
    RuntimeException inner = new RuntimeException("inner", outer);
    outer.initCause(inner);

    assertThat(failures.classify(outer)).isEqualTo(UNRECOGNISED);
  }

  private static Exception ioFailure() {
    return new CommunicationsException("link failure", null);
  }
}
