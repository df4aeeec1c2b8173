package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes documents so that any version may be indexed next. Elasticsearch remembers the version of
 * a removed document for {@code index.gc_deletes} (a minute) and refuses older ones until then, so
 * that time is made nothing for a moment. It forgets at a refresh, by a clock that may be a second
 * behind.
 */
public final class DocumentRemoval implements AutoCloseable {
  private static final int MAX_HITS = 10_000;
  private static final int IDS_PER_SEARCH = 5;
  private static final Duration FORGETS = Duration.ofMillis(1_500);
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticHttp http;
  private final Pause pause;

  public DocumentRemoval(ElasticConfig elastic, Pause pause) {
    this.http = new ElasticHttp(elastic);
    this.pause = pause;
  }

  private record Place(String index, String id) {}

  /** Removes every document whose field has one of these values. */
  public void remove(List<String> indices, String field, Collection<String> values)
      throws UnavailableException, InterruptedException {
    List<String> all = List.copyOf(values);
    Set<String> touched = new TreeSet<>();
    // An order has at most 2,000 lines, so what a few of them have fits in one answer.
    for (int at = 0; at < all.size(); at += IDS_PER_SEARCH) {
      ObjectNode query = JSON.createObjectNode();
      ArrayNode terms = query.putObject("terms").putArray(field);
      all.subList(at, Math.min(all.size(), at + IDS_PER_SEARCH)).forEach(terms::add);
      touched.addAll(remove(find(String.join(",", indices), query)));
    }
    forget(touched);
  }

  public void removeByIds(String index, Collection<String> ids)
      throws UnavailableException, InterruptedException {
    ObjectNode query = JSON.createObjectNode();
    ArrayNode values = query.putObject("ids").putArray("values");
    ids.forEach(values::add);
    forget(remove(find(index, query)));
  }

  @Override
  public void close() {
    http.close();
  }

  private List<Place> find(String indices, ObjectNode query)
      throws UnavailableException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("size", MAX_HITS).put("_source", false);
    body.set("query", query);
    String path = "/" + indices + "/_search" + ElasticHttp.LENIENT;
    List<Place> found = new ArrayList<>();
    for (JsonNode hit : http.ask("POST", path, body.toString()).path("hits").path("hits")) {
      found.add(new Place(hit.path("_index").asText(), hit.path("_id").asText()));
    }
    return found;
  }

  /** Answers the indices that held them. */
  private Set<String> remove(List<Place> places) throws UnavailableException, InterruptedException {
    Set<String> indices = new TreeSet<>();
    StringBuilder bulk = new StringBuilder();
    for (Place place : places) {
      indices.add(place.index());
      ObjectNode line = JSON.createObjectNode();
      line.putObject("delete").put("_index", place.index()).put("_id", place.id());
      bulk.append(line).append('\n');
    }
    if (!places.isEmpty()) {
      for (JsonNode item : http.ask("POST", "/_bulk", bulk.toString()).path("items")) {
        int status = item.path("delete").path("status").asInt();
        // Gone already is as good.
        if (status >= 300 && status != 404) {
          throw new UnavailableException(
              "Elasticsearch failed to delete a document: " + item, Duration.ZERO);
        }
      }
    }
    return indices;
  }

  private void forget(Set<String> indices) throws UnavailableException, InterruptedException {
    if (indices.isEmpty()) {
      return;
    }
    String all = "/" + String.join(",", indices);
    http.ask("PUT", all + "/_settings", "{\"index.gc_deletes\":\"0s\"}");
    try {
      pause.sleep(FORGETS);
      http.ask("POST", all + "/_refresh", "");
    } finally {
      http.ask("PUT", all + "/_settings", "{\"index.gc_deletes\":null}");
    }
  }
}
