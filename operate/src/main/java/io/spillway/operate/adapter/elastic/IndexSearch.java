package io.spillway.operate.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads every document of every index, as it was written. */
public final class IndexSearch implements CopySearch {
  private static final String STORE = "elasticsearch";
  private static final int DOCUMENTS = 1_000;
  private static final String KEEP = "1m";
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticConfig elastic;

  public IndexSearch(ElasticConfig elastic) {
    this.elastic = elastic;
  }

  private static final class Index {
    long searched;
    long found;
    final Set<String> what = new TreeSet<>();
  }

  @Override
  public List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException, InterruptedException {
    TreeMap<String, Index> indices = new TreeMap<>();
    try (ElasticHttp http = new ElasticHttp(elastic);
        Progress.Meter meter = progress.meter("documents searched", 0)) {
      http.ask("POST", "/_all/_refresh", "");
      ObjectNode first = JSON.createObjectNode().put("size", DOCUMENTS);
      first.putArray("sort").add("_doc");
      JsonNode page = http.post("/_all/_search" + ElasticHttp.LENIENT + "&scroll=" + KEEP, first);
      long read = 0;
      while (!page.path("hits").path("hits").isEmpty()) {
        for (JsonNode hit : page.path("hits").path("hits")) {
          Index index = indices.computeIfAbsent(hit.path("_index").asText(), _ -> new Index());
          index.searched++;
          Set<String> here = texts.in(hit.toString());
          if (!here.isEmpty()) {
            index.found++;
            index.what.addAll(here);
          }
        }
        read += page.path("hits").path("hits").size();
        meter.at(read);
        ObjectNode next =
            JSON.createObjectNode()
                .put("scroll", KEEP)
                .put("scroll_id", page.path("_scroll_id").asText());
        page = http.post("/_search/scroll", next);
      }
      end(http, page.path("_scroll_id").asText());
    }
    return indices.entrySet().stream()
        .map(
            entry ->
                new SearchedPlace(
                    STORE,
                    entry.getKey(),
                    entry.getValue().searched,
                    entry.getValue().found,
                    entry.getValue().what,
                    entry.getValue().found == 0 ? "" : "documents",
                    null))
        .toList();
  }

  private static void end(ElasticHttp http, String scroll)
      throws UnavailableException, InterruptedException {
    if (!scroll.isEmpty()) {
      ObjectNode body = JSON.createObjectNode();
      body.putArray("scroll_id").add(scroll);
      http.ask("DELETE", "/_search/scroll", body.toString());
    }
  }
}
