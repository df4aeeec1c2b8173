package io.spillway.bench.port;

import io.spillway.bench.core.RowSpec;
import java.util.List;
import java.util.Map;

/** A row of the benchmarks. */
public interface BenchRow {
  /** What it measures. */
  RowSpec spec();

  /** Prepares servers and data. */
  Open open() throws Exception;

  /** A row that is ready to run. */
  interface Open extends AutoCloseable {
    /** In the order of the report; ours first. */
    List<Contender> contenders();

    /** Settings that the figures depend on. */
    Map<String, String> settings();
  }
}
