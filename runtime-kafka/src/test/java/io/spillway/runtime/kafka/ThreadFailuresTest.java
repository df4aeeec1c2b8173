package io.spillway.runtime.kafka;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> fatal = new ArrayList<>();
  private final HandClock clock = new HandClock();
  private final ThreadFailures failures = failures((why, _) -> fatal.add(why));

  private ThreadFailures failures(@Nullable FatalListener listener) {
    return new ThreadFailures(
        "saga",
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1)),
        clock,
        waits::add,
        listener);
  }

  @Test
  void aPassingFailureIsWaitedOutLongerAndLonger() {
    StreamsException failure = new StreamsException(new TimeoutException("no broker"));

    for (int i = 0; i < 8; i++) {
      assertThat(failures.handle(failure)).isEqualTo(REPLACE_THREAD);
    }

    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(waits.getLast()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(fatal).isEmpty();
  }

  @Test
  void anythingElseEndsTheProcess() {
    assertThat(failures.handle(new StreamsException(new SerializationException("store"))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(failures.handle(new OutOfMemoryError("heap"))).isEqualTo(SHUTDOWN_CLIENT);

    assertThat(fatal).hasSize(2);
    assertThat(waits).isEmpty();
  }

  @Test
  void withoutAListenerAThreadIsReplacedWhateverItDiedOfAndHealthTellsForAWhile() {
    ThreadFailures replacing = failures(null);
    assertThat(replacing.complaint(clock.instant())).isEmpty();

    assertThat(replacing.handle(new StreamsException(new SerializationException("store"))))
        .isEqualTo(REPLACE_THREAD);

    assertThat(waits).hasSize(1);
    assertThat(replacing.complaint(clock.instant()).orElseThrow()).contains("store");
    clock.pass(Duration.ofSeconds(61));
    assertThat(replacing.complaint(clock.instant())).isEmpty();
  }
}
