package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.footprint.Footprint;
import io.spillway.verify.port.CounterReads;
import java.util.Map;
import java.util.TreeMap;

/**
 * Documents that each index' primary has written since it was opened, and bulk requests of all
 * nodes. What is refused as older than the index' own counts as well, as a failure.
 */
public final class IndexCounters implements CounterReads {
  private static final String BULK = "/_bulk";

  private final ElasticHttp elastic;

  public IndexCounters(ElasticHttp elastic) {
    this.elastic = elastic;
  }

  @Override
  public Map<String, Long> read() throws UnavailableException, InterruptedException {
    Map<String, Long> counters = new TreeMap<>();
    JsonNode indices = elastic.ask("GET", "/_stats/indexing", "").path("indices");
    for (Map.Entry<String, JsonNode> index : indices.properties()) {
      JsonNode indexing = index.getValue().path("primaries").path("indexing");
      counters.put(Footprint.DOCUMENTS + index.getKey(), indexing.path("index_total").asLong());
      counters.merge(
          "elasticsearch documents refused", indexing.path("index_failed").asLong(), Long::sum);
    }
    for (JsonNode node : elastic.ask("GET", "/_nodes/stats/http", "").path("nodes")) {
      JsonNode bulk = node.path("http").path("routes").path(BULK);
      counters.merge(
          "elasticsearch bulk requests", bulk.path("requests").path("count").asLong(), Long::sum);
    }
    return counters;
  }
}
