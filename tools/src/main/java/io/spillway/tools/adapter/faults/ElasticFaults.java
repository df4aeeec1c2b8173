package io.spillway.tools.adapter.faults;

import io.spillway.tools.core.PipelineService;
import io.spillway.tools.core.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Faults of the index itself, and of what stands before it. */
final class ElasticFaults {
  private ElasticFaults() {}

  /** The proxy answers otherwise for a while. */
  record Answers(ElasticProxy proxy, ElasticProxy.Mode mode) implements Fault {
    @Override
    public void inject() {
      proxy.become(mode);
    }

    @Override
    public void heal() {
      proxy.become(ElasticProxy.Mode.PASS);
    }
  }

  /** The block that Elasticsearch sets itself when its disk is full. */
  record ReadOnly(String uri) implements Fault {
    @Override
    public void inject() throws Exception {
      set("true");
    }

    @Override
    public void heal() throws Exception {
      set("null");
    }

    private void set(String value) throws IOException, InterruptedException {
      String settings = "{\"index.blocks.read_only_allow_delete\":" + value + "}";
      put(URI.create(uri + "/_all/_settings"), settings);
    }
  }

  /** The orders' index is gone; the rows are read again from the feed's beginning. */
  record Deleted(FaultStack stack, Replayed replay) implements Fault {
    @Override
    public void inject() throws Exception {
      stack.terminate(PipelineService.ANALYTICS_SINK);
      send(
          HttpRequest.newBuilder(URI.create(stack.backends().elasticsearch() + "/orders-*"))
              .DELETE());
    }

    @Override
    public void heal() throws Exception {
      replay.inject();
      stack.launch(PipelineService.ANALYTICS_SINK, Map.of());
    }
  }

  private static void put(URI uri, String body) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var response =
          http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new ToolException("Elasticsearch answered " + response.body());
      }
    }
  }
}
