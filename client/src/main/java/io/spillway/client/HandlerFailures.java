package io.spillway.client;

import io.spillway.client.core.FailureKind;
import io.spillway.client.core.UnprocessableEventException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Judges what handlers and stores throw. A transient fault anywhere among the causes beats a
 * poisonous one, because trying again is safe and a dead letter needs a person. Stateless.
 */
final class HandlerFailures {
  private static final int MAX_CHAIN = 20;

  /** MySQL's error codes of a busy, full or stopping server whose SQLState says nothing. */
  private static final Set<Integer> SERVER_FAULTS =
      Set.of(1021, 1040, 1053, 1114, 1205, 1213, 1290, 1317, 1836, 1927, 2006, 2013, 3024);

  private HandlerFailures() {}

  static FailureKind kind(Throwable failure) {
    FailureKind verdict = FailureKind.UNRECOGNISED;
    for (Throwable link : chain(failure)) {
      if (link instanceof UnprocessableEventException) {
        return FailureKind.POISON;
      }
      FailureKind kind = judge(link);
      if (kind == FailureKind.TRANSIENT) {
        return kind;
      }
      verdict = kind == FailureKind.POISON ? kind : verdict;
    }
    return verdict;
  }

  /** The failure and its causes as one line, for a dead letter. */
  static String text(Throwable failure) {
    List<String> links = new ArrayList<>();
    for (Throwable link : chain(failure)) {
      if (link instanceof UnprocessableEventException && link.getMessage() != null) {
        return link.getMessage();
      }
      String type = link.getClass().getSimpleName();
      String text = link.getMessage() == null ? type : type + ": " + link.getMessage();
      if (!links.contains(text)) {
        links.add(text);
      }
    }
    return String.join(" <- ", links);
  }

  private static FailureKind judge(Throwable link) {
    return switch (link) {
      case SQLException sql -> judgeSql(sql);
      case SerializationException _ -> FailureKind.POISON;
      case RetriableException _, HttpTimeoutException _, IOException _, TimeoutException _ ->
          FailureKind.TRANSIENT;
      default -> FailureKind.UNRECOGNISED;
    };
  }

  private static FailureKind judgeSql(SQLException sql) {
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    boolean serversFault =
        sql instanceof SQLTransientException
            || sql instanceof SQLRecoverableException
            || SERVER_FAULTS.contains(sql.getErrorCode())
            // 08 connection, 40 rollback, 53 resources, 57 operator: PostgreSQL's last two.
            || state.startsWith("08")
            || state.startsWith("40")
            || state.startsWith("53")
            || state.startsWith("57");
    if (serversFault) {
      return FailureKind.TRANSIENT;
    }
    // 22 data, 23 constraint.
    return state.startsWith("22") || state.startsWith("23")
        ? FailureKind.POISON
        : FailureKind.UNRECOGNISED;
  }

  /** Outermost first; chains may be circular. */
  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure;
        link != null && chain.size() < MAX_CHAIN;
        link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
