package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.document.Indices;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The index templates: strict mappings, one shard, an alias for what is monthly. Putting them is
 * idempotent, and gives the indices that are there already the fields they lack; a template of a
 * higher version, from a newer sink, stays.
 */
final class Templates {
  /** To be raised with every change of a mapping. */
  static final int VERSION = 3;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PRIORITY = 200;

  private final ElasticClient client;
  private final int replicas;
  private final Duration refreshEvery;

  Templates(ElasticClient client, int replicas, Duration refreshEvery) {
    this.client = client;
    this.replicas = replicas;
    this.refreshEvery = refreshEvery;
  }

  /** Puts every template that is missing or not newer than ours. */
  void put() throws IndexUnavailableException {
    try {
      Map<String, Long> installed = installedVersions();
      for (String name : Indices.ALL) {
        String template = "spillway-" + name;
        if (installed.getOrDefault(template, 0L) <= VERSION) {
          byte[] body = template(name).toString().getBytes(UTF_8);
          client.perform("PUT", "/_index_template/" + template, Map.of(), body, TIMEOUT);
          extendIndices(name);
        }
      }
    } catch (PoisonException e) {
      // No row is to blame for a refused template.
      throw new IndexUnavailableException("a template is refused: " + e.getMessage(), e);
    }
  }

  /** A template is for new indices only; an older strict one would refuse the new fields. */
  private void extendIndices(String name) throws IndexUnavailableException {
    client.perform(
        "PUT",
        "/" + pattern(name) + "/_mapping",
        Map.of("ignore_unavailable", "true", "allow_no_indices", "true"),
        mapping(name).toString().getBytes(UTF_8),
        TIMEOUT);
  }

  private static String pattern(String name) {
    return Indices.MONTHLY.contains(name) ? name + "-*" : name;
  }

  /** The strict mapping of an index or alias. */
  static JsonNode mapping(String name) {
    String resource = "/io/spillway/analytics/mappings/" + name + ".json";
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no mapping " + resource);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged at " + resource, e);
    }
  }

  ObjectNode template(String name) {
    boolean monthly = Indices.MONTHLY.contains(name);
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION).put("priority", PRIORITY);
    root.putArray("index_patterns").add(pattern(name));
    ObjectNode template = root.putObject("template");
    if (monthly) {
      template.putObject("aliases").putObject(name);
    }
    template
        .putObject("settings")
        .put("index.number_of_shards", 1)
        .put("index.number_of_replicas", replicas)
        .put("index.refresh_interval", refreshEvery.toMillis() + "ms");
    template.set("mappings", mapping(name));
    return root;
  }

  /** All templates there are: asking for a name or pattern that is not there would be a 404. */
  private Map<String, Long> installedVersions() throws IndexUnavailableException {
    String wanted = "index_templates.name,index_templates.index_template.version";
    byte[] answer =
        client.perform("GET", "/_index_template", Map.of("filter_path", wanted), null, TIMEOUT);
    try {
      Map<String, Long> versions = new HashMap<>();
      for (JsonNode found : JSON.readTree(answer).path("index_templates")) {
        long version = found.path("index_template").path("version").asLong(0);
        versions.put(found.path("name").asText(), version);
      }
      return versions;
    } catch (IOException e) {
      throw new IndexUnavailableException("Elasticsearch does not tell its templates", e);
    }
  }
}
