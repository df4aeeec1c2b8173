package io.spillway.faults.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Faults of the index itself, and of what stands before it. */
final class ElasticFaults {
  private ElasticFaults() {}

  /**
   * All indices of orders are gone, named one by one as Elasticsearch demands; the rows are read
   * again from the feed's beginning.
   */
  record Deleted(FaultStack stack, Replayed replay) implements FaultAction {
    private static final String INDICES = "/orders-*/_alias";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 500;

    @Override
    public void inject() throws Exception {
      ElasticConfig elastic = BackendConfigs.elastic(stack.backends());
      // A stack that has just started may have none yet.
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ask(elastic, "GET", INDICES, "").isEmpty()) {
        if (System.nanoTime() - deadline > 0) {
          throw new OperationException("no index of orders within " + PATIENCE);
        }
        Thread.sleep(POLL_MILLIS);
      }
      stack.terminate(PipelineService.ANALYTICS_SINK);
      Iterator<String> indices = ask(elastic, "GET", INDICES, "").fieldNames();
      while (indices.hasNext()) {
        ask(elastic, "DELETE", "/" + indices.next(), "");
      }
    }

    @Override
    public void heal() throws Exception {
      replay.inject();
      stack.launch(PipelineService.ANALYTICS_SINK, Map.of());
    }
  }

  /** The block that Elasticsearch sets itself when its disk is full. */
  static FaultAction readOnly(ElasticConfig elastic) {
    String setting = "{\"index.blocks.read_only_allow_delete\":%s}";
    return FaultAction.of(
        () -> ask(elastic, "PUT", "/_all/_settings", String.format(Locale.ROOT, setting, true)),
        () -> ask(elastic, "PUT", "/_all/_settings", String.format(Locale.ROOT, setting, "null")));
  }

  private static JsonNode ask(ElasticConfig elastic, String method, String path, String body)
      throws UnavailableException, InterruptedException {
    try (ElasticHttp http = new ElasticHttp(elastic)) {
      return http.ask(method, path, body);
    }
  }
}
