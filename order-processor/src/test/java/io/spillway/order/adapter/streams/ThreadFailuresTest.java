package io.spillway.order.adapter.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.failure.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> fatal = new ArrayList<>();
  private final ThreadFailures failures =
      new ThreadFailures(
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1)),
          Clock.fixed(Instant.EPOCH.plusSeconds(1_000), ZoneOffset.UTC),
          waits::add,
          (why, _) -> fatal.add(why));

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
}
