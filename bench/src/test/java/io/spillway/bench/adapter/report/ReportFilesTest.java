package io.spillway.bench.adapter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.core.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final RowSpec FOUR =
      new RowSpec(
          4,
          "Reservations",
          "reservations",
          List.of("How it is measured."),
          List.of(Goal.times(12, "ours", "peer, 32 connections")));
  private static final RowSpec NINE =
      new RowSpec(9, "Documents", "documents", List.of(), List.of());

  @TempDir private Path directory;

  private static RowReport report(double ours) {
    Measurements base = new Measurements(Map.of());
    return new RowReport(
        FOUR,
        Map.of("date", "2026-11-21T09:00:00Z"),
        List.of(
            new Sample(
                1,
                "ours",
                Role.OURS,
                base.with(Measurements.RATE, ours).with("p99 ms", 2.5).with("unsettled@-1.5", 7)),
            new Sample(1, "peer, 32 connections", Role.PEER, base.with(Measurements.RATE, 1_000))));
  }

  @Test
  void roundsThatAreWrittenReadTheSame() {
    RowReport report = report(20_000);
    assertThat(RoundsCsv.parse(FOUR, RoundsCsv.lines(report))).isEqualTo(report);
  }

  @Test
  void aLineOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> RoundsCsv.parse(FOUR, List.of("1,ours,OURS,per second")))
        .hasMessageContaining("has not 5 cells");
  }

  @Test
  void thePageSaysWhetherEachGoalIsReached() throws IOException {
    ReportFiles files = new ReportFiles(directory);
    files.write(report(20_000));
    files.summarise(List.of(FOUR, NINE));
    String page = Files.readString(directory.resolve("benchmarks.md"));
    assertThat(page)
        .contains("| 4 | Reservations | ours ≥ 12 × peer, 32 connections | 20 | yes |")
        .contains("| ours | ours | 20,000 | 2.50 |")
        .doesNotContain("unsettled@")
        .doesNotContain("Documents");
    files.write(report(11_000));
    files.summarise(List.of(FOUR, NINE));
    assertThat(Files.readString(directory.resolve("benchmarks.md"))).contains("| 11 | **no** |");
  }

  @Test
  void whatPeopleSayAboutARowStandsBelowIt() throws IOException {
    ReportFiles files = new ReportFiles(directory);
    files.write(report(11_000));
    Files.writeString(directory.resolve("benchmarks/row-04.md"), "The commits are the limit.\n");
    files.summarise(List.of(FOUR, NINE));
    assertThat(directory.resolve("benchmarks.md"))
        .content()
        .contains("*date: 2026-11-21T09:00:00Z*\n\nThe commits are the limit.\n");
  }

  @Test
  void countersHaveALineEach() throws IOException {
    Measurements counted =
        new Measurements(Map.of())
            .with(Measurements.RATE, 100)
            .with(Measurements.CAUSED + "records orders.intake.v1", 1.25);
    ReportFiles files = new ReportFiles(directory);
    files.write(new RowReport(NINE, Map.of(), List.of(new Sample(1, "ours", Role.OURS, counted))));
    files.summarise(List.of(NINE));
    assertThat(directory.resolve("benchmarks.md"))
        .content()
        .contains("| counter | ours |\n|---| ---: |\n| records orders.intake.v1 | 1.25 |")
        .contains("| contender | | documents/s |\n");
  }

  @Test
  void picturesAreDrawnOfWhatThereIs() throws IOException {
    ReportFiles files = new ReportFiles(directory);
    files.write(report(20_000));
    files.summarise(List.of(FOUR));
    assertThat(directory.resolve("benchmarks/throughput.svg")).content().contains("<svg");
  }
}
