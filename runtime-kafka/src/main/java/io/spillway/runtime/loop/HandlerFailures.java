package io.spillway.runtime.loop;

import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Judges what a handler that writes to MySQL (also through HikariCP and ShardingSphere, which wrap)
 * and to Kafka can throw. Our own verdicts win; then a transient fault anywhere in the chain beats
 * a poisonous one, because trying again is safe and a dead letter needs a person.
 *
 * <p>What is not listed is {@link FailureKind#UNRECOGNISED}: tried a bounded number of times, then
 * treated as poison. Stateless and thread-safe.
 */
public final class HandlerFailures implements FailureClassifier {
  private static final int MAX_CHAIN = 64;

  /** MySQL's error codes that name the server's state, not the record's. */
  private static final Set<Integer> SERVER_FAULTS =
      Set.of(
          1021, // disk full
          1040, // too many connections
          1042, // cannot get the host name
          1043, // bad handshake
          1044, // access to the schema denied: a grant is missing, the record is not to blame
          1045, // access denied
          1049, // unknown schema
          1053, // shutdown in progress
          1077, // normal shutdown
          1114, // table full
          1142, // command denied
          1143, // column denied
          1205, // lock wait timeout
          1213, // deadlock
          1290, // read only
          1317, // query interrupted
          1836, // read-only mode
          1927, // connection killed
          2006, // server has gone away
          2013, // connection lost during query
          3024, // statement timeout
          3100); // refused by a replication hook

  /** MySQL's error codes that name the data, and that their SQLState does not give away. */
  private static final Set<Integer> DATA_FAULTS =
      Set.of(
          1062, // duplicate key
          1153, // packet too big, though its SQLState claims a lost connection: halving mends it
          1264, // out of range
          1366, // incorrect value
          1390, // too many placeholders: halving mends it
          1406, // data too long
          3819); // check constraint violated

  @Override
  public FailureKind classify(Throwable failure) {
    Iterable<Throwable> chain = chain(failure);
    for (Throwable link : chain) {
      if (link instanceof OutcomeUnknownException) {
        return FailureKind.OUTCOME_UNKNOWN;
      }
      if (link instanceof PoisonException) {
        return FailureKind.POISON;
      }
    }
    FailureKind verdict = FailureKind.UNRECOGNISED;
    for (Throwable link : chain) {
      FailureKind kind = judge(link);
      if (kind == FailureKind.TRANSIENT) {
        return kind;
      }
      if (kind == FailureKind.POISON) {
        verdict = kind;
      }
    }
    return verdict;
  }

  private static FailureKind judge(Throwable link) {
    return switch (link) {
      case SQLException sql -> judgeSql(sql);
      case RecordTooLargeException _, SerializationException _ -> FailureKind.POISON;
      case RetriableException _, InterruptException _ -> FailureKind.TRANSIENT;
      // A producer or a credential is at fault here, never the record: a person has to act.
      case ProducerFencedException _, AuthorizationException _, AuthenticationException _ ->
          FailureKind.TRANSIENT;
      case IOException _, TimeoutException _, InterruptedException _ -> FailureKind.TRANSIENT;
      case IllegalArgumentException _ -> FailureKind.POISON;
      default -> FailureKind.UNRECOGNISED;
    };
  }

  private static FailureKind judgeSql(SQLException sql) {
    if (DATA_FAULTS.contains(sql.getErrorCode()) || isTooBigForAPacket(sql)) {
      return FailureKind.POISON;
    }
    if (sql instanceof SQLTransientException
        || sql instanceof SQLRecoverableException
        || SERVER_FAULTS.contains(sql.getErrorCode())) {
      return FailureKind.TRANSIENT;
    }
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    if (state.startsWith("22") || state.startsWith("23")) {
      return FailureKind.POISON;
    }
    // 08 connection, 40 rollback; 42S02 and 42S22: a table or column is still to be migrated.
    boolean serversFault =
        state.startsWith("08")
            || state.startsWith("40")
            || state.equals("42S02")
            || state.equals("42S22");
    return serversFault ? FailureKind.TRANSIENT : FailureKind.UNRECOGNISED;
  }

  /**
   * The driver's own refusal, before the server sees it; by name, as no adapter type belongs here.
   */
  private static boolean isTooBigForAPacket(SQLException sql) {
    return sql.getClass().getSimpleName().equals("PacketTooBigException");
  }

  /** Outermost first: causes, and the next exceptions of JDBC's own chain. */
  private static Iterable<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> found = new ArrayDeque<>();
    Deque<Throwable> todo = new ArrayDeque<>();
    todo.add(failure);
    while (!todo.isEmpty() && found.size() < MAX_CHAIN) {
      Throwable link = todo.remove();
      if (!seen.add(link)) {
        continue;
      }
      found.add(link);
      if (link.getCause() != null) {
        todo.add(link.getCause());
      }
      if (link instanceof SQLException sql && sql.getNextException() != null) {
        todo.add(sql.getNextException());
      }
    }
    return found;
  }
}
