package io.spillway.analytics.adapter.elastic;

import static io.spillway.analytics.adapter.elastic.JsonCalls.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.bulk.BulkItemResult.Outcome;
import io.spillway.analytics.core.generation.Drift.Held;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.port.Generations;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Generations as indices, templates and aliases. */
public final class ElasticGenerations implements Generations {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PAGE = 2_000;
  private static final String KEEP_ALIVE = "5m";

  /** A new generation is read by nobody while it is filled. */
  private static final Duration REFRESH_WHILE_FILLED = Duration.ofSeconds(60);

  private final JsonCalls elastic;
  private final LiveGeneration live;
  private final Templates whileFilled;
  private final Templates usual;
  private final Duration refreshEvery;

  public ElasticGenerations(ElasticClient client, IndexOptions options, Clock clock) {
    this.elastic = new JsonCalls(client, TIMEOUT);
    this.live = new LiveGeneration(client, clock);
    this.whileFilled = new Templates(client, options.refreshedEvery(REFRESH_WHILE_FILLED));
    this.usual = new Templates(client, options);
    this.refreshEvery = options.refreshEvery();
  }

  @Override
  public Generation live() throws IndexUnavailableException {
    live.forget();
    return live.generation();
  }

  @Override
  public void prepare(Generation generation) throws IndexUnavailableException {
    drop(generation);
    whileFilled.put(generation, false);
  }

  @Override
  public List<String> indices(Generation generation) throws IndexUnavailableException {
    JsonNode all = elastic.call("GET", "/_alias", Map.of());
    List<String> logical = new ArrayList<>();
    all.fieldNames()
        .forEachRemaining(
            name ->
                Generation.parse(name)
                    .filter(parsed -> parsed.generation().equals(generation))
                    .ifPresent(parsed -> logical.add(parsed.logical())));
    logical.sort(null);
    return logical;
  }

  @Override
  public void visit(Generation generation, String index, Visitor visitor)
      throws IndexUnavailableException, InterruptedException {
    String path = "/" + generation.index(index) + "/_pit";
    JsonNode opened = elastic.call("POST", path, Map.of("keep_alive", KEEP_ALIVE));
    String pit = opened.path("id").asText();
    try {
      @Nullable JsonNode after = null;
      while (true) {
        JsonNode hits = page(pit, after).path("hits").path("hits");
        if (hits.isEmpty()) {
          return;
        }
        List<Held> page = new ArrayList<>();
        for (JsonNode hit : hits) {
          page.add(held(index, hit));
          after = hit.path("sort");
        }
        visitor.page(page);
      }
    } finally {
      elastic.call("DELETE", "/_pit", Map.of(), JSON.createObjectNode().put("id", pit));
    }
  }

  private JsonNode page(String pit, @Nullable JsonNode after) throws IndexUnavailableException {
    ObjectNode body = JSON.createObjectNode().put("size", PAGE).put("version", true);
    body.put("track_total_hits", false);
    body.putArray("_source").add("contentHash");
    body.putObject("pit").put("id", pit).put("keep_alive", KEEP_ALIVE);
    body.putArray("sort").addObject().put("_shard_doc", "asc");
    if (after != null) {
      body.set("search_after", after);
    }
    return elastic.call("POST", "/_search", Map.of(), body);
  }

  private static Held held(String index, JsonNode found) {
    return new Held(
        index,
        found.path("_id").asText(),
        found.path("_version").asLong(),
        found.path("_source").path("contentHash").asText(""));
  }

  @Override
  public List<Optional<Held>> lookUp(Generation generation, List<Held> documents)
      throws IndexUnavailableException {
    List<Optional<Held>> found = new ArrayList<>();
    for (int i = 0; i < documents.size(); i += PAGE) {
      List<Held> some = documents.subList(i, Math.min(i + PAGE, documents.size()));
      JsonNode answer = get(generation, some, "contentHash").path("docs");
      for (int k = 0; k < some.size(); k++) {
        JsonNode document = answer.path(k);
        found.add(
            document.path("found").asBoolean()
                ? Optional.of(held(some.get(k).index(), document))
                : Optional.empty());
      }
    }
    return found;
  }

  /**
   * Whatever a search would see yet; {@code source} is a field, or empty for the whole document.
   */
  private JsonNode get(Generation generation, List<Held> documents, String source)
      throws IndexUnavailableException {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode wanted = body.putArray("docs");
    for (Held held : documents) {
      ObjectNode document = wanted.addObject();
      document.put("_index", generation.index(held.index())).put("_id", held.id());
      if (!source.isEmpty()) {
        document.putArray("_source").add(source);
      }
    }
    return elastic.call("POST", "/_mget", Map.of(), body);
  }

  @Override
  public Map<Held, String> copy(Generation from, Generation to, List<Held> documents)
      throws IndexUnavailableException {
    Map<Held, String> refused = new LinkedHashMap<>();
    for (int i = 0; i < documents.size(); i += PAGE) {
      List<Held> some = documents.subList(i, Math.min(i + PAGE, documents.size()));
      copyPage(from, to, some, refused);
    }
    return refused;
  }

  private void copyPage(
      Generation from, Generation to, List<Held> documents, Map<Held, String> refused)
      throws IndexUnavailableException {
    StringBuilder bulk = new StringBuilder();
    List<Held> sent = new ArrayList<>();
    JsonNode sources = get(from, documents, "").path("docs");
    for (int i = 0; i < documents.size(); i++) {
      JsonNode document = sources.path(i);
      if (document.path("found").asBoolean()) {
        ObjectNode action = JSON.createObjectNode();
        action
            .putObject("index")
            .put("_index", to.index(documents.get(i).index()))
            .put("_id", documents.get(i).id())
            .put("version", document.path("_version").asLong())
            .put("version_type", "external");
        bulk.append(action).append('\n').append(document.path("_source")).append('\n');
        sent.add(documents.get(i));
      }
    }
    if (sent.isEmpty()) {
      return;
    }
    JsonNode items =
        elastic.call("POST", "/_bulk", Map.of(), bulk.toString().getBytes(UTF_8)).path("items");
    for (int i = 0; i < sent.size(); i++) {
      JsonNode item = items.path(i).path("index");
      String reason = item.path("error").path("reason").asText("");
      String type = item.path("error").path("type").asText("");
      Outcome outcome = new BulkItemResult(item.path("status").asInt(), type, reason).outcome();
      if (outcome == Outcome.POISON || outcome == Outcome.RESEND) {
        refused.put(sent.get(i), type + ": " + reason);
      }
    }
  }

  @Override
  public void publish(Generation generation) throws IndexUnavailableException {
    usual.put(generation, false);
    for (String index : indices(generation)) {
      String path = "/" + generation.index(index);
      ObjectNode settings = JSON.createObjectNode();
      RefreshInterval.change(settings, refreshEvery);
      elastic.call("PUT", path + "/_settings", Map.of(), settings);
      elastic.call("POST", path + "/_refresh", Map.of());
    }
  }

  @Override
  public void swap(Generation from, Generation to) throws IndexUnavailableException {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode actions = body.putArray("actions");
    for (String index : indices(from)) {
      String alias = Generation.parse(index).orElseThrow().alias();
      String name = from.index(index);
      if (name.equals(alias)) {
        actions.addObject().putObject("remove_index").put("index", name);
      } else {
        actions.addObject().putObject("remove").put("index", name).put("alias", alias);
      }
    }
    addAliases(actions, to);
    act(body, actions);
    usual.put(to, true);
    // An index that was made between these two requests has no alias yet.
    ObjectNode late = JSON.createObjectNode();
    ArrayNode again = late.putArray("actions");
    addAliases(again, to);
    act(late, again);
    usual.remove(from);
  }

  private void act(ObjectNode body, ArrayNode actions) throws IndexUnavailableException {
    if (!actions.isEmpty()) {
      elastic.call("POST", "/_aliases", Map.of(), body);
    }
  }

  private void addAliases(ArrayNode actions, Generation generation)
      throws IndexUnavailableException {
    for (String index : indices(generation)) {
      String alias = Generation.parse(index).orElseThrow().alias();
      actions
          .addObject()
          .putObject("add")
          .put("index", generation.index(index))
          .put("alias", alias);
    }
  }

  @Override
  public void fence(Generation generation) throws IndexUnavailableException {
    for (String index : indices(generation)) {
      elastic.call("PUT", "/" + generation.index(index) + "/_block/write", Map.of());
    }
  }

  @Override
  public void unfence(Generation generation) throws IndexUnavailableException {
    for (String index : indices(generation)) {
      ObjectNode settings = JSON.createObjectNode().putNull("index.blocks.write");
      elastic.call("PUT", "/" + generation.index(index) + "/_settings", Map.of(), settings);
    }
  }

  @Override
  public void drop(Generation generation) throws IndexUnavailableException {
    usual.remove(generation);
    for (String index : indices(generation)) {
      String path = "/" + generation.index(index);
      elastic.call("DELETE", path, Map.of("ignore_unavailable", "true"));
    }
  }
}
