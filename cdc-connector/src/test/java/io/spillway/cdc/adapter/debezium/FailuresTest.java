package io.spillway.cdc.adapter.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void whatFailedAndWhyAreTold() {
    SQLException failure = new SQLException("link\n failure", new ConnectException("refused"));

    assertThat(Failures.text("wrapped", failure))
        .isEqualTo("link failure; java.net.ConnectException: refused");
  }

  @Test
  void failureWithoutACauseIsItsMessage() {
    assertThat(Failures.text(null, new SQLException("Access denied"))).isEqualTo("Access denied");
  }

  @Test
  void failureWithoutAMessageIsItsType() {
    assertThat(Failures.text(null, new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void messageAloneIsTold() {
    assertThat(Failures.text("invalid configuration", null)).isEqualTo("invalid configuration");
  }

  @Test
  void longFailureIsCut() {
    assertThat(Failures.text(null, new SQLException("x".repeat(2_000)))).hasSize(500);
  }
}
