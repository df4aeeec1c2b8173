package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.util.List;
import java.util.Map;

/** A row on the whole pipeline. */
record OpenPipelineRow(Shop shop, List<Contender> contenders, Map<String, String> settings)
    implements BenchRow.Open {
  @Override
  public void close() throws Exception {
    shop.close();
  }
}
