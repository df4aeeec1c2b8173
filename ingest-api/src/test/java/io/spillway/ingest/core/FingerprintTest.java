package io.spillway.ingest.core;

import static io.spillway.ingest.core.TestOrders.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.orders.v1.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Instant AT = Instant.parse("2010-12-01T08:26:00Z");

  @Test
  void neverChangesForAnOrder() {
    // Golden: answers that are stored would no longer match if this did.
    Fingerprint fingerprint =
        Fingerprint.of(
            TestOrders.order(
                "default", "17850", "GBP", attributes("country", "UK"), AT, line("A", 6, 255)));
    assertThat(HexFormat.of().formatHex(fingerprint.toBytes()))
        .isEqualTo("5f06fafce5896e2fc0cb67ac0474d5875aa916143d812fdada597455a2456178");
    assertThat(Fingerprint.ofBytes(fingerprint.toBytes())).isEqualTo(fingerprint);
  }

  @Test
  void differsWithEveryPart() {
    List<Fingerprint> all = new ArrayList<>();
    all.add(of("t", "c", "GBP", attributes(), null, line("A", 1, 2)));
    all.add(of("u", "c", "GBP", attributes(), null, line("A", 1, 2)));
    all.add(of("t", "d", "GBP", attributes(), null, line("A", 1, 2)));
    all.add(of("tc", "", "GBP", attributes(), null, line("A", 1, 2)));
    all.add(of("t", "c", "EUR", attributes(), null, line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes("a", "b"), null, line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes("ab", ""), null, line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), AT, line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), AT.plusNanos(1), line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), null, line("B", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), null, line("A", 2, 2)));
    all.add(of("t", "c", "GBP", attributes(), null, line("A", 1, 1)));
    all.add(of("t", "c", "GBP", attributes(), null, line("A", 1, 2), line("A", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), null, line("A", 1, 2), line("B", 1, 2)));
    all.add(of("t", "c", "GBP", attributes(), null, line("B", 1, 2), line("A", 1, 2)));

    ValidOrder plain = TestOrders.order("t", "c", "GBP", attributes(), null, line("A", 1, 2));
    all.add(Fingerprint.of(TestOrders.with(plain, Duration.ofMinutes(15), false)));
    all.add(Fingerprint.of(TestOrders.with(plain, Duration.ofMinutes(16), false)));
    all.add(Fingerprint.of(TestOrders.with(plain, null, true)));
    all.add(Fingerprint.of(TestOrders.with(plain, Duration.ofMinutes(15), true)));

    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void has32Bytes() {
    assertThatThrownBy(() -> Fingerprint.ofBytes(new byte[31])).hasMessageContaining("31");
  }

  private static Fingerprint of(
      String tenant,
      String customer,
      String currency,
      SortedMap<String, String> attributes,
      Instant placedAt,
      OrderLine... lines) {
    return Fingerprint.of(
        TestOrders.order(tenant, customer, currency, attributes, placedAt, lines));
  }

  private static SortedMap<String, String> attributes(String... pair) {
    return pair.length == 0 ? new TreeMap<>() : new TreeMap<>(Map.of(pair[0], pair[1]));
  }
}
