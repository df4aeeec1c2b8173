package io.spillway.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final IOException FAILURE = new IOException(new IllegalStateException());

  @Test
  void whatFuturesWrapAFailureInIsTakenOff() {
    assertThat(Failures.cause(FAILURE)).isSameAs(FAILURE);
    assertThat(Failures.cause(new CompletionException(FAILURE))).isSameAs(FAILURE);
    assertThat(Failures.cause(new ExecutionException(new CompletionException(FAILURE))))
        .isSameAs(FAILURE);
    CompletionException alone = new CompletionException("alone", null);
    assertThat(Failures.cause(alone)).isSameAs(alone);
  }

  @Test
  void aCircleOfCausesEnds() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("other", one));

    assertThat(Failures.chain(one)).hasSize(20);
    assertThat(Failures.cause(one)).isSameAs(one);
  }
}
