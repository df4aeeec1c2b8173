package io.spillway.bench.port;

import io.spillway.bench.core.RowSpec;
import java.util.List;
import java.util.Map;

/** A row of the benchmarks. */
public interface BenchRow {
  RowSpec spec();

  Open open() throws Exception;

  interface Open extends AutoCloseable {
    /** In the order of the report; ours first. */
    List<Contender> contenders();

    /** Settings that the figures depend on. */
    Map<String, String> settings();
  }
}
