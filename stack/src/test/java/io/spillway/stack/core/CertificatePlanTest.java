package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificatePlanTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

  @Test
  void aCertificateIsRenewedInItsLastTwoMonths() {
    assertThat(CertificatePlan.isDue(NOW.plus(Duration.ofDays(60)), NOW)).isFalse();
    assertThat(CertificatePlan.isDue(NOW.plus(Duration.ofDays(59)), NOW)).isTrue();
    assertThat(CertificatePlan.isDue(NOW.minusSeconds(1), NOW)).isTrue();
  }

  @Test
  void theAuthorityOutlivesWhatItSigns() {
    assertThat(CertificatePlan.AUTHORITY_LIFE).isGreaterThan(CertificatePlan.SERVER_LIFE);
    assertThat(CertificatePlan.subject("kafka-0")).isEqualTo("CN=kafka-0,O=Spillway");
  }
}
