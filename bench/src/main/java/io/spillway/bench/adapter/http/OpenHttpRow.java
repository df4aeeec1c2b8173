package io.spillway.bench.adapter.http;

import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.util.List;
import java.util.Map;

/** A row whose servers end with it. */
record OpenHttpRow(
    List<? extends AutoCloseable> owned, List<Contender> contenders, Map<String, String> settings)
    implements BenchRow.Open {
  @Override
  public void close() throws Exception {
    for (AutoCloseable each : owned) {
      each.close();
    }
  }
}
