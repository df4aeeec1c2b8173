package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.failure.Failures;
import io.spillway.stack.core.OperationException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what Kafka answers; a refusal is a {@code OperationException} with Kafka's own as
 * cause.
 */
final class KafkaAnswers {
  private static final long ANSWER_SECONDS = 30;

  private KafkaAnswers() {}

  static <T> T get(Future<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw refused(Failures.cause(e));
    } catch (TimeoutException e) {
      throw new OperationException("Kafka did not answer within " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException("interrupted while asking Kafka", e);
    }
  }

  /** The answer, or null when what was asked for does not exist. */
  static <T> @Nullable T orMissing(@Nullable Future<T> future, Class<? extends Exception> missing) {
    try {
      return future == null ? null : get(future);
    } catch (OperationException e) {
      if (missing.isInstance(e.getCause())) {
        return null;
      }
      throw e;
    }
  }

  /** Kafka's refusal in words for the operator. */
  static OperationException refused(Throwable cause) {
    return new OperationException(
        String.format(
            Locale.ROOT,
            "Kafka refused: %s (%s)",
            cause.getMessage(),
            cause.getClass().getSimpleName()),
        cause);
  }
}
