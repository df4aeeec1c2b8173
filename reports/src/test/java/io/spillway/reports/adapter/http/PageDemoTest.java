package io.spillway.reports.adapter.http;

import io.spillway.access.Authenticator;
import io.spillway.reports.NamedReportReads;
import io.spillway.reports.SampleDocuments;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryProductNames;
import io.spillway.reports.adapter.memory.MemoryReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Serves the page with sample data, to look at it without a pipeline; how is in the README. */
@EnabledIfSystemProperty(named = "spillway.demo.seconds", matches = "[0-9]+")
class PageDemoTest {
  private static final int ORDERS = 1_500;
  private static final List<String> STATUSES =
      List.of(
          "CONFIRMED", "CONFIRMED", "CONFIRMED", "FULFILLED", "RESERVED", "REJECTED", "CANCELLED");
  private static final List<String> COUNTRIES =
      List.of("United Kingdom", "United Kingdom", "Germany", "EIRE", "France", "Spain");
  private static final List<String> SKUS =
      List.of("85123A", "71053", "84406B", "22752", "21730", "22633", "84879", "22745");
  private static final List<String> NAMES =
      List.of("Heart holder", "Lantern", "Coat hanger", "Nesting boxes", "Star", "Hand warmer");

  @Test
  void serve() throws InterruptedException {
    MemoryDocuments documents = new MemoryDocuments();
    write(new SampleDocuments(documents), Instant.now(), new Random(7));
    ReportsServer.Options options =
        new ReportsServer.Options(
            "127.0.0.1",
            Integer.getInteger("spillway.demo.port", 8090),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            null);
    try (ReportsServer _ =
        new ReportsServer(
            options,
            Authenticator.OPEN,
            Optional.empty(),
            new NamedReportReads(new MemoryReads(documents), new MemoryProductNames(documents)),
            new MemoryOrders(documents),
            new Random(),
            Clock.systemUTC())) {
      Thread.sleep(Duration.ofSeconds(Integer.getInteger("spillway.demo.seconds")));
    }
  }

  private static void write(SampleDocuments samples, Instant now, Random random) {
    for (int i = 0; i < ORDERS; i++) {
      long ago = (long) (3_500 * Math.sqrt(random.nextDouble()));
      Instant at = now.minusSeconds(ago);
      boolean open = ago < 5;
      SampleDocuments.Order order =
          samples
              .describe("0a1-" + i, 2, open ? "RESERVING" : any(STATUSES, random))
              .accepted(at, 40 + (long) Math.abs(random.nextGaussian() * 120))
              .with("country", any(COUNTRIES, random))
              .with("currency", random.nextInt(5) == 0 ? "EUR" : "GBP")
              .with("placedAt", at.minusSeconds(random.nextInt(20 * 86_400)));
      for (int line = 0; line <= random.nextInt(3); line++) {
        order.line(any(SKUS, random), 1 + random.nextInt(6), 100 + 50L * random.nextInt(40));
      }
      order.write();
    }
    for (int i = 0; i < NAMES.size(); i++) {
      samples.product(SKUS.get(i), NAMES.get(i), "Decoration");
    }
    for (int i = 0; i < SKUS.size(); i++) {
      samples.stock(SKUS.get(i), i, 2);
    }
    for (int minute = 0; minute < 60; minute++) {
      Instant at = now.minusSeconds(60L * minute);
      samples.stage("analytics-sink", random.nextInt(40 + 20 * minute), 180, at);
      samples.stage("order-store", random.nextInt(60), 90, at);
      samples.stage("order-processor", random.nextInt(20), 30, at);
    }
  }

  private static String any(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
