package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.stack.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every row works, for a second; what it measures then means nothing. */
@EnabledIfSystemProperty(named = "spillway.bench.it", matches = "true")
class BenchIT {
  @TempDir private Path out;

  @Test
  void everyRowRunsForASecond() throws Exception {
    int status = BenchMain.run("--seconds", "1", "--rounds", "1", "--out", out.toString());
    assertThat(status).isZero();
    for (int row : BenchMain.rows(new Lab(out, new ProcessCpu())).keySet()) {
      List<String> lines =
          Files.readAllLines(out.resolve("benchmarks").resolve("row-%02d.csv".formatted(row)));
      assertThat(lines).as("row %d", row).anyMatch(line -> line.contains(",per second,"));
      assertThat(lines)
          .as("row %d: every contender did something", row)
          .noneMatch(line -> line.endsWith(",per second,0.0"));
      assertThat(lines)
          .as("row %d: nothing failed and nothing was oversold", row)
          .filteredOn(line -> line.contains(",failed,") || line.contains(",oversold,"))
          .allMatch(line -> line.endsWith(",0.0"));
    }
    assertThat(out.resolve("benchmarks.md")).isNotEmptyFile();
  }
}
