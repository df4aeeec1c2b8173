package io.spillway.analytics.adapter.elastic;

import static io.spillway.analytics.adapter.elastic.JsonCalls.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.documents.Indices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index templates: strict mappings, one shard, an alias for what is monthly. Figures that are
 * only summed or shown are stored by column alone ({@code "index": false}), which saves the trees
 * of numbers that writing and merging would cost. Putting templates is idempotent, and gives the
 * indices that are there already the fields they lack; a template of a higher version, from a newer
 * sink, stays.
 */
final class Templates {
  /** To be raised with every change of a mapping. */
  static final int VERSION = 5;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PRIORITY = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

  private final JsonCalls calls;
  private final IndexOptions options;

  Templates(ElasticClient client, IndexOptions options) {
    this.calls = new JsonCalls(client, TIMEOUT);
    this.options = options;
  }

  /**
   * Puts every template of a generation that is missing or not newer than ours, and gives its
   * indices the fields they lack.
   *
   * @param aliased whether readers see its new indices at once
   */
  void put(Generation generation, boolean aliased) throws IndexUnavailableException {
    Map<String, Long> installed = installedVersions();
    for (String alias : Indices.ALL) {
      String template = name(alias, generation);
      if (installed.getOrDefault(template, 0L) <= VERSION) {
        ObjectNode body = template(alias, generation, aliased);
        calls.call("PUT", "/_index_template/" + template, Map.of(), body);
        extendIndices(alias, generation);
      }
    }
  }

  void remove(Generation generation) throws IndexUnavailableException {
    Map<String, Long> installed = installedVersions();
    for (String alias : Indices.ALL) {
      String template = name(alias, generation);
      if (installed.containsKey(template)) {
        calls.call("DELETE", "/_index_template/" + template, Map.of());
      }
    }
  }

  private static String name(String alias, Generation generation) {
    return generation.index("spillway-" + alias);
  }

  /**
   * A template is for new indices only; an older strict one would refuse the new fields. What is
   * mapped otherwise stays so until the documents are in new indices: it holds what it is given.
   */
  private void extendIndices(String alias, Generation generation) throws IndexUnavailableException {
    // A later generation's names match the first one's pattern: they are left out by name.
    String indices = generation.pattern(alias) + (generation.number() == 0 ? ",-*-g*" : "");
    JsonNode found = calls.call("GET", "/" + indices + "/_mapping", JsonCalls.THOSE_THERE);
    JsonNode wanted = mapping(alias);
    for (Map.Entry<String, JsonNode> index : found.properties()) {
      MappingGap gap = MappingGap.between(wanted, index.getValue().path("mappings"));
      if (!gap.missing().isEmpty()) {
        calls.call("PUT", "/" + index.getKey() + "/_mapping", Map.of(), gap.missing());
      }
      if (!gap.different().isEmpty()) {
        LOG.warn(
            "{} is from an older version, which mapped {} otherwise; './spillway reindex' brings it"
                + " up to date",
            index.getKey(),
            gap.different());
      }
    }
  }

  static JsonNode mapping(String name) {
    String resource = "/io/spillway/schemas/documents/" + name + ".json";
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no mapping " + resource);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged at " + resource, e);
    }
  }

  ObjectNode template(String alias, Generation generation, boolean aliased) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION).put("priority", PRIORITY + generation.number());
    if (alias.equals(Indices.STOCK_MOVEMENTS)) {
      root.putObject("_meta").put(IndexedMovements.META, options.movements().setting());
    }
    root.putArray("index_patterns").add(generation.pattern(alias));
    ObjectNode template = root.putObject("template");
    // The first generation's stock has the name that readers use.
    boolean ownName = generation.index(alias).equals(generation.pattern(alias));
    if (aliased && !(ownName && generation.number() == 0)) {
      template.putObject("aliases").putObject(alias);
    }
    ObjectNode settings =
        template
            .putObject("settings")
            .put("index.number_of_shards", 1)
            .put("index.number_of_replicas", options.replicas());
    RefreshInterval.set(settings, options.refreshEvery());
    template.set("mappings", mapping(alias));
    return root;
  }

  /** All templates there are: asking for a name or pattern that is not there would be a 404. */
  private Map<String, Long> installedVersions() throws IndexUnavailableException {
    String wanted = "index_templates.name,index_templates.index_template.version";
    JsonNode answer = calls.call("GET", "/_index_template", Map.of("filter_path", wanted));
    Map<String, Long> versions = new HashMap<>();
    for (JsonNode found : answer.path("index_templates")) {
      long version = found.path("index_template").path("version").asLong(0);
      versions.put(found.path("name").asText(), version);
    }
    return versions;
  }
}
