package io.spillway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.adapter.memory.MemoryIndex;
import io.spillway.analytics.adapter.memory.MemoryReads;
import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.ReportRequest;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ProductNames;
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

  private final MemoryIndex index = new MemoryIndex();
  private final AtomicInteger lookUps = new AtomicInteger();

  @BeforeEach
  void anOrder() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
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
