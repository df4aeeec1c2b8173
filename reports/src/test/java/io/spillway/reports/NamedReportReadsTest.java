package io.spillway.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryReads;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Window;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ProductNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamedReportReadsTest {
  private static final ReportRequest ALL =
      new ReportRequest(
          new Window(null, null, Duration.ofDays(1), "all time"),
          Map.of(Dimension.TENANT, "default"),
          Instant.parse("2026-11-01T00:00:00Z"));

  private final MemoryDocuments index = new MemoryDocuments();
  private final AtomicInteger lookUps = new AtomicInteger();

  @BeforeEach
  void anOrder() {
    new SampleDocuments(index).order("o1", 2, "CONFIRMED");
  }

  private List<Row> rows(String report, ProductNames names) throws Exception {
    return new NamedReportReads(new MemoryReads(index), names)
        .read(Reports.named(report).orElseThrow(), ALL)
        .rows();
  }

  @Test
  void figuresComeWithoutNamesWhileThoseCannotBeRead() throws Exception {
    List<Row> rows =
        rows(
            "top-skus-by-revenue",
            (tenant, skus) -> {
              lookUps.incrementAndGet();
              throw new IndexUnavailableException("down");
            });

    assertThat(lookUps).hasValue(1);
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row.key("name")).isEmpty());
  }

  @Test
  void reportsThatAreNotOfProductsAskForNoNames() throws Exception {
    rows(
        "revenue-by-day",
        (tenant, skus) -> {
          lookUps.incrementAndGet();
          return Map.of();
        });

    assertThat(lookUps).hasValue(0);
  }

  @Test
  void namesAreThoseOfTheTenantThatWasAskedFor() throws Exception {
    rows(
        "top-skus-by-revenue",
        (tenant, skus) -> {
          lookUps.incrementAndGet();
          assertThat(tenant).isEqualTo("default");
          assertThat(skus).contains("85123A").doesNotHaveDuplicates();
          return Map.of();
        });

    assertThat(lookUps).hasValue(1);
  }
}
