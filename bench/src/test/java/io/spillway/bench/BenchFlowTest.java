package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BenchFlowTest {
  private final List<String> done = new ArrayList<>();
  private double cpuSeconds;

  /** Notes what is asked of it; each run does 100 operations in 2 s of processor time. */
  private final class Noting implements Contender {
    private final String name;

    Noting(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Role role() {
      return Role.PEER;
    }

    @Override
    public void prepare(Duration duration) {
      done.add("prepare " + name);
      // Not to be counted.
      cpuSeconds += 50;
    }

    @Override
    public Measurements run(Duration duration) {
      done.add(name + " " + duration.toSeconds());
      cpuSeconds += 2;
      return Measurements.ofRun(100, duration.toNanos());
    }
  }

  private final class TwoContenders implements BenchRow {
    @Override
    public RowSpec spec() {
      return new RowSpec(99, "a row", "things", List.of(), List.of());
    }

    @Override
    public Open open() {
      done.add("open");
      return new Open() {
        @Override
        public List<Contender> contenders() {
          return List.of(new Noting("a"), new Noting("b"));
        }

        @Override
        public Map<String, String> settings() {
          return Map.of("batch", "500");
        }

        @Override
        public void close() {
          done.add("close");
        }
      };
    }
  }

  private RowReport run(int seconds, int rounds) throws Exception {
    BenchConfig config =
        new BenchConfig(new TreeSet<>(List.of(99)), Duration.ofSeconds(seconds), rounds);
    BenchFlow flow = new BenchFlow(config, () -> Map.of("mysql-0", cpuSeconds), _ -> {});
    return flow.run(new TwoContenders(), Map.of("JDK", "25"));
  }

  @Test
  void aShortRunInterleavesWithoutWarmingUp() throws Exception {
    run(1, 2);
    assertThat(done)
        .containsExactly(
            "open",
            "prepare a",
            "a 1",
            "prepare b",
            "b 1",
            "prepare b",
            "b 1",
            "prepare a",
            "a 1",
            "close");
  }

  @Test
  void aLongRunWarmsEveryContenderUpFirst() throws Exception {
    RowReport report = run(10, 3);
    assertThat(done)
        .startsWith("open", "prepare a", "a 5", "prepare b", "b 5", "prepare a", "a 10");
    assertThat(report.samples()).hasSize(6);
  }

  @Test
  void processorTimeIsTheRunsAloneByOperation() throws Exception {
    RowReport report = run(1, 1);
    assertThat(report.median("a", "cpu µs/op mysql-0")).hasValue(20_000);
    assertThat(report.facts()).containsEntry("JDK", "25").containsEntry("batch", "500");
  }

  @Test
  void settingsOutsideTheirRangeAreNamed() {
    assertThatThrownBy(() -> run(0, 1)).hasMessageContaining("--seconds = 0");
    assertThatThrownBy(() -> run(1, 0)).hasMessageContaining("--rounds = 0");
  }
}
