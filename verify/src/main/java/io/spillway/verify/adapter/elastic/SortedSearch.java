package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.port.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pages through an index by the values that it sorts by, which are all that is read: a page is then
 * made from columns, without the documents. The first sort field should be unique. Thread-safe.
 */
public final class SortedSearch implements AutoCloseable {
  private static final int PAGE = 10_000;
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonFactory TOKENS = new JsonFactory();

  private final ElasticHttp http;

  public SortedSearch(ElasticConfig elastic) {
    this.http = new ElasticHttp(elastic);
  }

  /**
   * A field to sort by and to read.
   *
   * @param type what it is taken for where no index knows it
   */
  public record Field(String name, String type) {
    /** A text that is compared as a whole. */
    public static Field keyword(String name) {
      return new Field(name, "keyword");
    }

    public static Field number(String name) {
      return new Field(name, "long");
    }
  }

  public static ObjectNode ofTenant(String tenant) {
    ObjectNode query = JSON.createObjectNode();
    query.putObject("term").put("tenant", tenant);
    return query;
  }

  /** Hands on the fields' values of every hit, in order; null where a document has none. */
  public void page(
      String index, JsonNode query, List<Field> fields, Consumer<@Nullable String[]> sink)
      throws UnavailableException, InterruptedException {
    @Nullable String @Nullable [] last = null;
    while (true) {
      ObjectNode body = JSON.createObjectNode().put("size", PAGE).put("_source", false);
      body.put("track_total_hits", false);
      body.set("query", query);
      ArrayNode sort = body.putArray("sort");
      for (Field field : fields) {
        sort.addObject()
            .putObject(field.name())
            .put("order", "asc")
            .put("unmapped_type", field.type());
      }
      if (last != null) {
        ArrayNode after = body.putArray("search_after");
        for (String value : last) {
          after.add(value);
        }
      }
      Page page = new Page(fields.size(), sink);
      String path = target("/" + index + "/_search", "hits.hits.sort");
      try (InputStream answer = http.stream("POST", path, body.toString())) {
        page.read(answer);
      } catch (IOException e) {
        throw http.away(e);
      }
      if (page.hits < PAGE) {
        return;
      }
      last = page.last;
    }
  }

  /** Sums of fields over all documents that match, the number of documents first. */
  public long[] sums(String index, JsonNode query, List<String> fields)
      throws UnavailableException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("size", 0).put("track_total_hits", true);
    body.set("query", query);
    ObjectNode sums = body.putObject("aggs");
    for (String field : fields) {
      sums.putObject(field).putObject("sum").put("field", field);
    }
    JsonNode answer = ask("/" + index + "/_search", "hits.total,aggregations", body);
    long[] found = new long[fields.size() + 1];
    found[0] = answer.path("hits").path("total").path("value").asLong();
    for (int i = 0; i < fields.size(); i++) {
      double sum = answer.path("aggregations").path(fields.get(i)).path("value").asDouble();
      found[i + 1] = Math.round(sum);
    }
    return found;
  }

  /** How many documents of each value a keyword field has; at most a hundred values. */
  JsonNode counts(String index, JsonNode query, List<String> fields)
      throws UnavailableException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("size", 0);
    body.set("query", query);
    ObjectNode terms = body.putObject("aggs");
    for (String field : fields) {
      terms.putObject(field).putObject("terms").put("field", field).put("size", 100);
    }
    return ask("/" + index + "/_search", "aggregations", body).path("aggregations");
  }

  /** The index templates, and of each what {@code filter} names. */
  JsonNode templates(String filter) throws UnavailableException, InterruptedException {
    return http.ask("GET", "/_index_template?filter_path=" + filter, "").path("index_templates");
  }

  /** Makes what was written visible. */
  void refresh(List<String> indices) throws UnavailableException, InterruptedException {
    ask("/" + String.join(",", indices) + "/_refresh", "_shards", JSON.createObjectNode());
  }

  @Override
  public void close() {
    http.close();
  }

  /** A value of a hit; empty where there is none. */
  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** A number of a hit; 0 where there is none. */
  public static long number(@Nullable String value) {
    return value == null ? 0 : Long.parseLong(value);
  }

  private JsonNode ask(String path, String filter, ObjectNode body)
      throws UnavailableException, InterruptedException {
    return http.ask("POST", target(path, filter), body.isEmpty() ? "" : body.toString());
  }

  private static String target(String path, String filter) {
    return path + ElasticHttp.LENIENT + "&filter_path=" + filter;
  }

  /** One page as it streams in. */
  private static final class Page {
    private final int fields;
    private final Consumer<@Nullable String[]> sink;
    private @Nullable String @Nullable [] last;
    private int hits;

    private Page(int fields, Consumer<@Nullable String[]> sink) {
      this.fields = fields;
      this.sink = sink;
    }

    void read(InputStream answer) throws IOException {
      try (JsonParser json = TOKENS.createParser(answer)) {
        while (json.nextToken() != null) {
          if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("sort")) {
            json.nextToken();
            hit(json);
          }
        }
      }
    }

    private void hit(JsonParser json) throws IOException {
      @Nullable String[] values = new String[fields];
      for (int i = 0; i < fields; i++) {
        json.nextToken();
        values[i] = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
      }
      hits++;
      last = values;
      sink.accept(values);
    }
  }
}
