package io.spillway.bench.adapter.host;

import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.util.List;
import java.util.Map;

/**
 * A row that is ready to run.
 *
 * @param owned what it closes, in this order
 */
public record OpenRow(
    List<? extends AutoCloseable> owned, List<Contender> contenders, Map<String, String> settings)
    implements BenchRow.Open {
  @Override
  public void close() throws Exception {
    for (AutoCloseable each : owned) {
      each.close();
    }
  }
}
