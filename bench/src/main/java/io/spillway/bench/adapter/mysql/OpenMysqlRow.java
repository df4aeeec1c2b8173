package io.spillway.bench.adapter.mysql;

import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.util.List;
import java.util.Map;

/** A row on the shards. */
record OpenMysqlRow(MysqlLab lab, List<Contender> contenders, Map<String, String> settings)
    implements BenchRow.Open {
  @Override
  public void close() throws Exception {
    lab.close();
  }
}
